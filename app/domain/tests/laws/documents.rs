//! What the documents say is so.

use crate::source::{assert_none, read, root};

const DOCUMENTS: [&str; 7] = [
    "README.md",
    "app/ARCHITECTURE.md",
    "app/BUILD.md",
    "server/運用の手引き.md",
    ".github/CHANGELOG.md",
    ".github/CONTRIBUTING.md",
    ".github/SECURITY.md",
];

#[test]
fn every_path_in_the_documents_exists() {
    let roots = [
        "app/", "server/", "style/", "public/", "end2end/", ".ci/", ".cargo/", ".github/",
    ];
    let mut offenders = Vec::new();
    for document in DOCUMENTS {
        let text = read(document);
        let quoted = text.split('`').skip(1).step_by(2);
        let is_path = |it: &&str| {
            roots.iter().any(|root| it.starts_with(root)) && !it.contains(['*', '{', '<', ' ', '…'])
        };
        let paths: Vec<&str> = quoted.filter(is_path).collect();
        assert!(paths.len() > 1, "{document} names files");
        let missing = paths.iter().filter(|it| !root().join(it).exists());
        offenders.extend(missing.map(|it| format!("{document} names {it}")));
    }
    assert_none(offenders);
}

#[test]
fn every_link_and_picture_in_the_documents_leads_to_a_file() {
    let mut offenders = Vec::new();
    for document in DOCUMENTS {
        let folder = root().join(document).parent().unwrap().to_owned();
        let text = read(document);
        let targets = text.split("](").skip(1).filter_map(|it| it.split_once(')'));
        let own = targets
            .map(|it| it.0)
            .filter(|it| !it.starts_with("http") && !it.starts_with('#'));
        for target in own {
            let file = target.split('#').next().unwrap();
            if !folder.join(file).exists() {
                offenders.push(format!("{document} leads to {target}"));
            }
        }
    }
    assert_none(offenders);
}

/// An example is a comment `<!-- from PATH -->` and a block: its lines stand in that file, so the build compiles them.
#[test]
fn every_example_for_contributors_stands_in_the_code() {
    let text = read(".github/CONTRIBUTING.md");
    let examples: Vec<&str> = text.split("<!-- from ").skip(1).collect();
    assert!(
        examples.len() >= 6,
        "a call, a page and a kind of item, each in its places"
    );
    let mut offenders = Vec::new();
    for example in examples {
        let (path, rest) = example.split_once(" -->").unwrap();
        let block = rest.split("```").nth(1).unwrap();
        let (_, lines) = block.split_once('\n').unwrap();
        if !read(path).contains(lines.trim_end_matches('\n')) {
            offenders.push(format!("{path} has no\n{lines}"));
        }
    }
    assert_none(offenders);
}
