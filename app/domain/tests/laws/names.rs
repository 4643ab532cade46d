//! Names of types and modules.

use crate::source::{CRATES, assert_none, files, modules};
use std::collections::BTreeMap;
use std::path::Path;
use syn::visit::{Visit, visit_item_fn};

/// Names that every file, or every file with a view, has without an import, and the types of `std` that a reader takes
/// for themselves when meeting them.
const TAKEN: &str = "
    Box Clone Copy Debug Default Drop Eq Err Error Fn FnMut FnOnce From FromIterator Into IntoIterator Iterator None Ok
    Option Ord PartialEq PartialOrd Result Send Sized Some String Sync ToOwned ToString TryFrom TryInto Unpin Vec
    Arc Cell Command Context Cow Display Duration Entry File Formatter Future Hash Hasher HashMap HashSet BTreeMap
    BTreeSet Instant Layout Mutex Once OnceCell OnceLock Ordering Path PathBuf Pin Poll Range Rc Read Ref RefCell Seek
    SystemTime Thread Waker Weak Write
    Action ActionForm AnyView Await Callback Children ChildrenFn Effect Either ErrorBoundary For ForEnumerate Get
    IntoView Island LocalResource Memo MultiAction NodeRef Notify OnceResource Owner Portal Provider ReadSignal Render
    Resource RwSignal Selector ServerAction Set Show Signal StoredValue Suspense Text Track Transition Trigger Update
    View With WriteSignal
";

/// A module is a noun of the field: no adverb, participle, pronoun or preposition, and no word that fits anything.
const NO_MODULE: &str = "
    utils util helpers helper common manager service types misc mod core base stuff things data info handler general
    later along told kept still whose beside come gone heard seen here there meanwhile apart alone together forth
    written made taken given sent asked known found held done left open opened closed signed sealed shared saved
    everything anything something nobody everybody each other both them theirs what which who how why when
    above below before after behind through across around between within
";

/// The types that a file declares for more than itself, components among them.
#[derive(Default)]
struct TypeNames(Vec<String>);

impl TypeNames {
    fn add(&mut self, visibility: &syn::Visibility, name: &syn::Ident) {
        if !matches!(visibility, syn::Visibility::Inherited) {
            self.0.push(name.to_string());
        }
    }
}

impl<'a> Visit<'a> for TypeNames {
    fn visit_item_struct(&mut self, it: &'a syn::ItemStruct) {
        self.add(&it.vis, &it.ident);
    }

    fn visit_item_enum(&mut self, it: &'a syn::ItemEnum) {
        self.add(&it.vis, &it.ident);
    }

    fn visit_item_trait(&mut self, it: &'a syn::ItemTrait) {
        self.add(&it.vis, &it.ident);
    }

    fn visit_item_type(&mut self, it: &'a syn::ItemType) {
        self.add(&it.vis, &it.ident);
    }

    fn visit_item_fn(&mut self, it: &'a syn::ItemFn) {
        if it.attrs.iter().any(|it| it.path().is_ident("component")) {
            self.add(&it.vis, &it.sig.ident);
        }
        visit_item_fn(self, it);
    }

    /// `id!(/// … Name)` declares a public type.
    fn visit_item_macro(&mut self, it: &'a syn::ItemMacro) {
        if it.mac.path.is_ident("id") {
            let tokens = it.mac.tokens.to_string();
            self.0
                .extend(tokens.split_whitespace().last().map(str::to_owned));
        }
    }
}

#[test]
fn a_type_name_means_one_thing_in_a_crate_and_hides_none_of_std_or_leptos() {
    let mut offenders = Vec::new();
    for (name, folder) in CRATES {
        let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for module in modules(folder) {
            let mut types = TypeNames::default();
            types.visit_file(&module.syntax);
            for it in types.0 {
                places.entry(it).or_default().push(module.file.clone());
            }
        }
        assert!(places.len() > 10, "{name} has types");
        for (it, files) in places {
            if files.len() > 1 {
                offenders.push(format!("{it} in {}", files.join(", ")));
            }
            if TAKEN.split_whitespace().any(|taken| taken == it) {
                offenders.push(format!("{it} in {} hides another", files.join(", ")));
            }
        }
    }
    assert_none(offenders);
}

#[test]
fn a_module_is_named_by_a_noun_of_the_field() {
    let mut offenders = Vec::new();
    for folder in ["app", "server"] {
        for (name, _) in files(folder, "rs") {
            let path = Path::new(&name).with_extension("");
            let words = path.iter().filter_map(|it| it.to_str());
            let below = words.skip_while(|it| !matches!(*it, "src" | "tests" | "benches"));
            for word in below.skip(1) {
                if NO_MODULE.split_whitespace().any(|it| it == word) {
                    offenders.push(name.clone());
                }
            }
        }
    }
    assert_none(offenders);
}
