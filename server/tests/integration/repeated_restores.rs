//! Three restores of the real binary's database while devices hold more than the backup: nothing a device holds is
//! missing afterwards (S14).

use crate::support::server_process::{Port, ServerProcess};
use crate::support::{Device, new_password};
use serde_json::json;

/// Exchanges over HTTP until nothing is pending and the last page is pulled.
fn exchange(device: &mut Device, port: Port) {
    loop {
        let (push, _) = device.journal.next_push();
        let answer = port.post("exchange", &device.cookie, &json!({ "push": push }));
        let pull = serde_json::from_value(answer.unwrap()).unwrap();
        device.apply_pull_for(&push.device, &pull);
        if !pull.more && device.journal.n_pending() == 0 {
            return;
        }
    }
}

#[test]
fn after_each_of_three_restores_devices_push_back_what_the_backup_lacks() {
    let folder = crate::support::tempdir().unwrap();
    let mut ward = ServerProcess::new(folder.path());
    ward.start();
    let (cookie, port) = (ward.sign_in("E1"), ward.port);
    let mut devices = ["office", "home"].map(|it| Device::new("E1", it, &cookie));
    let mut epochs = Vec::new();
    for round in 1..=3 {
        let texts = ["控えの前", "控えの後", "送る前"].map(|it| json!(format!("{round}回目 {it}")));
        devices[0].answer("evidence", texts[0].clone());
        exchange(&mut devices[0], port);
        let copy = ward.backup().unwrap();
        devices[0].answer("sa_planning_shunin_1", json!(round));
        devices[0].answer("evidence", texts[1].clone());
        exchange(&mut devices[0], port);
        exchange(&mut devices[1], port);
        devices[1].answer("evidence", texts[2].clone());
        ward.kill();
        let mut restore = ward.command();
        assert!(
            restore
                .arg("restore")
                .arg(&copy)
                .status()
                .unwrap()
                .success()
        );
        ward.start();
        // A restore ends all sessions.
        let cookie = port.sign_in("E1", &new_password("E1"));
        for device in &mut devices {
            device.cookie.clone_from(&cookie);
        }
        for _ in 0..2 {
            for device in &mut devices {
                exchange(device, port);
            }
        }
        for device in &devices {
            assert_eq!(device.value("evidence"), Some(texts[2].clone()));
            assert_eq!(device.value("sa_planning_shunin_1"), Some(json!(round)));
            assert!(device.apart("evidence").is_empty(), "asked for nothing");
            assert!(device.journal.tray().next().is_none(), "nothing refused");
        }
        assert_eq!(devices[0].journal.checksum(), devices[1].journal.checksum());
        epochs.push(devices[0].journal.meta.epoch.clone());
    }
    epochs.dedup();
    assert_eq!(epochs.len(), 3, "each restore begins a new life");
}
