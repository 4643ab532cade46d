//! What may be changed of people: every refusal is a sentence for whoever tries.

use crate::app_state::CallError;
use crate::db::{Connection, DbError, sql};
use crate::mail::is_address;
use crate::personnel::roster::validation::is_in_cycle;
use api::access::Viewer;
use api::{ApiError, Code};
use domain::ids::{Day, PersonId};
use domain::person::{Person, Role};
use domain::person_record::{AccountState, FieldChange, PersonField, PersonRecord};
use domain::timestamp::Timestamp;
use std::collections::HashMap;
use std::time::Duration;

/// Longest reason of a change, in characters.
const LONGEST_REASON: usize = 200;

/// How long before and after today a change may hold.
const LONGEST_PLAN: Duration = Duration::from_hours(24 * 800);

pub(crate) fn wrong(why: &str) -> CallError {
    ApiError::with(Code::BadRequest, why).into()
}

/// The grades that a form asks something of, with a sentence that names them.
#[derive(Clone, Debug)]
pub(crate) struct KnownGrades(pub(crate) Vec<u8>);

/// What somebody asks to be changed, and from when.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) fields: Vec<FieldChange>,
    pub(crate) first_day: Day,
    pub(crate) reason: String,
}

impl Wanted {
    fn has(&self, field: PersonField) -> bool {
        self.fields.iter().any(|it| it.field == field)
    }

    /// Whether the day has come, so that it is done at once.
    pub(crate) fn is_due(&self, now: Timestamp) -> bool {
        self.first_day <= now.day()
    }

    /// Who may ask for it, and whether it says enough.
    pub(crate) fn check(
        &self,
        by: &Viewer,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<(), CallError> {
        if self.fields.is_empty() {
            return Err(wrong("変わるところがありません。"));
        }
        let is_account = |it: &FieldChange| it.field == PersonField::Account;
        if !by.has(Role::Personnel) && !self.fields.iter().all(is_account) {
            return Err(Code::Forbidden.into());
        }
        if by.id == *person {
            return Err(wrong(
                "自分の記録は変えられません。職員課のほかの人に頼んでください。",
            ));
        }
        check_reason(&self.reason)?;
        let touches_rights = self.has(PersonField::Roles) || self.has(PersonField::Account);
        if touches_rights && self.reason.trim().is_empty() {
            return Err(wrong(
                "役割とアカウントを変えるときは、理由を書いてください。",
            ));
        }
        check_day(&self.first_day, now)?;
        if self.has(PersonField::Roles) && !self.is_due(now) {
            return Err(wrong("役割は、今日から変えてください。"));
        }
        Ok(())
    }

    /// The person with all of it; refused if a field is not as it was when it was asked for.
    pub(crate) fn applied_to(&self, before: &PersonRecord) -> Result<PersonRecord, CallError> {
        let mut after = before.clone();
        for it in &self.fields {
            if !is_as_seen(before, it) {
                return Err(Code::Conflict.into());
            }
            set(&mut after, it)?;
        }
        Ok(after)
    }
}

/// Whether a field is as whoever changes it saw it. That somebody has set their first password changes nothing.
fn is_as_seen(before: &PersonRecord, it: &FieldChange) -> bool {
    if it.field == PersonField::Account && before.account.can_sign_in() {
        let seen = it.before.parse::<AccountState>();
        return seen.is_ok_and(AccountState::can_sign_in);
    }
    before.value(it.field) == it.before
}

/// A day in the next or the last two years.
pub(crate) fn check_day(day: &Day, now: Timestamp) -> Result<(), CallError> {
    let day = Timestamp::of_day(day).ok_or(Code::BadRequest)?;
    let today = now.start_of_day();
    let away = day.since(today).max(today.since(day));
    if away > LONGEST_PLAN {
        return Err(wrong(
            "日付を確かめてください。前後2年より先は入れられません。",
        ));
    }
    Ok(())
}

/// Sets one field, or says why not.
pub(crate) fn set(record: &mut PersonRecord, it: &FieldChange) -> Result<(), CallError> {
    use domain::locale::Locale;
    if it.field == PersonField::Mail && !it.after.is_empty() && !is_address(it.after.trim()) {
        return Err(wrong("メールアドレスを確かめてください。"));
    }
    record.set(it.field, &it.after).map_err(|_| {
        let field = it.field.label(Locale::JAPANESE);
        wrong(&format!("{field}を確かめてください。"))
    })
}

pub(crate) fn check_reason(reason: &str) -> Result<(), CallError> {
    if reason.chars().count() > LONGEST_REASON {
        return Err(wrong("理由は200文字までにしてください。"));
    }
    Ok(())
}

/// Whether a record can stand beside all others.
pub(crate) async fn check_record(
    connection: &mut Connection,
    before: Option<&Person>,
    it: &Person,
    grades: &KnownGrades,
) -> Result<(), CallError> {
    // What was wrong before keeps nobody from changing the rest: an account above all can always be ended.
    if before.is_none_or(|old| old.org != it.org)
        && it.org.department.is_empty()
        && it.org.section.is_empty()
    {
        return Err(wrong("部か課を入れてください。"));
    }
    if before.is_none_or(|old| old.grade != it.grade) && !grades.0.contains(&it.grade) {
        let known: Vec<String> = grades.0.iter().map(u8::to_string).collect();
        let known = known.join("・");
        return Err(wrong(&format!("様式のある級は {known} です。")));
    }
    let is_same = before.is_some_and(|old| old.supervisor == it.supervisor);
    let Some(supervisor) = it.supervisor.as_ref().filter(|_| !is_same) else {
        return Ok(());
    };
    let rows = sql!(people / supervisors).fetch_all(connection).await?;
    let (mut supervisor_of, mut is_there) = (HashMap::new(), false);
    for row in &rows {
        let id = PersonId(row.try_get("id")?);
        is_there |= id == *supervisor && row.try_get("is_current")?;
        let above: Option<String> = row.try_get("supervisor")?;
        supervisor_of.insert(id, above.map(PersonId));
    }
    if !is_there {
        return Err(wrong(
            "所属長に選んだ人がいないか、アカウントが止まっています。",
        ));
    }
    supervisor_of.insert(it.id.clone(), it.supervisor.clone());
    let supervisor_of = supervisor_of
        .iter()
        .map(|(id, above)| (id, above.as_ref()))
        .collect();
    if is_in_cycle(&it.id, &supervisor_of) {
        return Err(wrong("所属長をたどると、本人に戻ります。"));
    }
    Ok(())
}

/// Roles that are never given or taken by one person alone: whoever has them could give them to an account of their own
/// making, and agree to what they have proposed.
const RESERVED: [Role; 2] = [Role::Personnel, Role::Administrator];

/// Whether 職員課 is more than one person, so that one agrees to what another asks for. While there is no second one,
/// nobody could: the first of a ward gives the role to the next. Who cannot sign in counts, too: else one person would
/// suspend all the others, and be alone.
pub(crate) async fn has_second(connection: &mut Connection) -> Result<bool, DbError> {
    let n: i64 = sql!(people / n_holders_of_role)
        .bind(Role::Personnel.into_str())
        .fetch_value(connection)
        .await?;
    Ok(n > 1)
}

/// Fails if nobody could ever agree to what `author` asks for about `person`.
pub(crate) async fn check_approvers(
    connection: &mut Connection,
    author: &PersonId,
    person: &PersonId,
) -> Result<(), CallError> {
    let n: i64 = sql!(people / n_approvers)
        .bind(author.as_str())
        .bind(person.as_str())
        .fetch_value(connection)
        .await?;
    if n == 0 {
        return Err(wrong(
            "承認できる人がいません。職員課にもう一人の役割を付けてからにするか、サーバーの管理者に、名簿のコマンドで変えてもらってください。",
        ));
    }
    Ok(())
}

/// Whether a change gives or takes a reserved role, so that a second person of 職員課 has to agree if there is one.
pub(crate) fn is_reserved(before: &[Role], after: &[Role]) -> bool {
    let is_changed = |role: &Role| before.contains(role) != after.contains(role);
    RESERVED.iter().any(is_changed)
}

/// Fails where a second person would have to agree: an import is applied as a whole, and an account is made at once.
pub(crate) fn check_reserved(
    before: &[Role],
    after: &[Role],
    has_second: bool,
) -> Result<(), CallError> {
    if has_second && is_reserved(before, after) {
        return Err(wrong(
            "職員課とシステム管理の役割は、ここでは渡したり外したりできません。職員の画面で変えると、職員課のもう一人が承認したときに変わります。",
        ));
    }
    Ok(())
}

/// After a change of rights, somebody of 職員課 can still sign in.
pub(crate) async fn check_office(connection: &mut Connection) -> Result<(), CallError> {
    let n: i64 = sql!(people / n_able_with_role)
        .bind(Role::Personnel.into_str())
        .fetch_value(connection)
        .await?;
    if n == 0 {
        return Err(wrong(
            "職員課の役割を持ち、サインインできる人が、一人もいなくなります。",
        ));
    }
    Ok(())
}

/// What an account can become by hand.
pub(crate) fn check_account(before: AccountState, after: AccountState) -> Result<(), CallError> {
    let by_hand = [
        AccountState::OnLeave,
        AccountState::Left,
        AccountState::Dismissed,
    ];
    if after.can_sign_in() || after == before || by_hand.contains(&after) {
        Ok(())
    } else {
        Err(wrong("アカウントを確かめてください。"))
    }
}
