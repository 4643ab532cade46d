//! Where the signed-in person can go, by their roles.

use crate::i18n::t;
use domain::calendar::Cycle;
use domain::person::{CurrentUser, Role};
use domain::route::Route;

pub(super) type Place = (Route, &'static str);

/// Places under one heading; the first group has none.
pub(super) struct PlaceGroup {
    pub(super) name: &'static str,
    pub(super) places: Vec<Place>,
}

/// Default cycle of the pages about other people.
fn latest_cycle(me: &CurrentUser) -> Option<Cycle> {
    me.cycles.iter().map(|it| it.cycle).max()
}

/// What this person can go to.
pub(super) fn groups(me: &CurrentUser) -> Vec<PlaceGroup> {
    let mut all = vec![("", vec![(Route::Home, t("ホーム"))])];
    let cycle = latest_cycle(me);
    if let Some(cycle) = cycle.filter(|_| me.is_supervisor) {
        all.push((
            t("所属長の仕事"),
            vec![
                (Route::Team(cycle.year), t("課の職員")),
                (Route::Shared(cycle), t("共有されたシート")),
            ],
        ));
    }
    let reads = !me.reads_for.is_empty() && !me.is_supervisor && !me.has_role(Role::Personnel);
    if let Some(cycle) = cycle.filter(|_| reads) {
        let places = vec![(Route::Shared(cycle), t("共有されたシート"))];
        all.push((t("第二の読み手の仕事"), places));
    }
    if me.has_role(Role::Personnel) {
        all.push((t("職員課の仕事"), personnel(me, cycle)));
    }
    if let Some(cycle) = cycle.filter(|_| me.has_role(Role::Digital)) {
        let mut places = vec![
            (Route::Digital(cycle.year), t("見直しと研修")),
            (Route::Steering, t("推進体制")),
            (Route::Questions, t("問題集")),
        ];
        if !me.has_role(Role::Personnel) {
            places.insert(2, (Route::Skills(cycle.year), t("DXの地図")));
        }
        all.push((t("情報政策課の仕事"), places));
    }
    let others = [Role::Personnel, Role::Digital];
    if me.has_role(Role::Cio) && !others.into_iter().any(|it| me.has_role(it)) {
        all.push((t("ＣＩＯの仕事"), vec![(Route::Steering, t("推進体制"))]));
    }
    if me.has_role(Role::Recruiter) {
        all.push((
            t("採用の仕事"),
            vec![(Route::Events(String::new()), t("フェア"))],
        ));
    }
    if me.has_role(Role::Administrator) {
        let mut places = vec![(Route::System, t("稼働"))];
        if !me.has_role(Role::Personnel) {
            places.push((Route::People, t("職員")));
        }
        all.push((t("システム管理の仕事"), places));
    }
    all.push((
        t("よりどころ"),
        vec![
            (Route::Policy(String::new()), t("方針")),
            (Route::Support(String::new()), t("相談・支援")),
            (Route::RoleModels(String::new()), t("ロールモデル")),
            (Route::Trials, t("試行事業")),
        ],
    ));
    all.push((
        t("あなた"),
        vec![
            (Route::Readers, t("シートを開いた人")),
            (Route::Device, t("この端末の入力")),
            (Route::Account, t("アカウント")),
        ],
    ));
    all.into_iter()
        .map(|(name, places)| PlaceGroup { name, places })
        .collect()
}

fn personnel(me: &CurrentUser, cycle: Option<Cycle>) -> Vec<Place> {
    let mut places = Vec::new();
    if let Some(cycle) = cycle {
        places.push((Route::Office(cycle.year), t("締切と遅れ")));
        places.push((Route::People, t("職員")));
        places.push((Route::Organisation, t("組織")));
        places.push((Route::Progress(cycle), t("進み具合")));
        places.push((Route::Overview(cycle), t("集計")));
        places.push((Route::Careers(cycle.year), t("キャリア意向")));
        places.push((Route::Skills(cycle.year), t("DXの地図")));
        if !me.is_supervisor {
            places.push((Route::Shared(cycle), t("共有されたシート")));
        }
        places.push((Route::Guidance(cycle.year), t("指導育成の対象")));
        places.push((Route::Grants(cycle.year), t("助成")));
        if !me.has_role(Role::Digital) {
            places.push((Route::Steering, t("推進体制")));
        }
    }
    places.push((Route::Calendar, t("時期と保存期間")));
    places.push((Route::Forms(String::new()), t("様式")));
    places.push((Route::Deputies, t("所属長の代理")));
    places
}

/// All places in their order.
pub(super) fn places(me: &CurrentUser) -> Vec<Place> {
    groups(me).into_iter().flat_map(|it| it.places).collect()
}
