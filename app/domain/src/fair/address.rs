//! Whether visitors can reach an address that is printed on a poster.

use std::net::IpAddr;

/// Endings of names that only a network of its own knows.
const INTERNAL_ENDINGS: [&str; 6] = [
    ".local",
    ".localhost",
    ".lan",
    ".internal",
    ".intranet",
    ".home.arpa",
];

/// Whether an origin (`https://host:port`) is reached from the same machine or network only.
pub fn is_internal_origin(origin: &str) -> bool {
    let rest = origin.split_once("://").map_or(origin, |it| it.1);
    let host = match rest.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => rest.split([':', '/']).next().unwrap_or_default(),
    };
    match host.parse() {
        Ok(IpAddr::V4(it)) => {
            let [a, b, ..] = it.octets();
            // The last: what providers share between customers.
            it.is_loopback()
                || it.is_private()
                || it.is_link_local()
                || (a == 100 && b & 0xc0 == 64)
        }
        Ok(IpAddr::V6(it)) => {
            it.is_loopback() || it.is_unique_local() || it.is_unicast_link_local()
        }
        Err(_) => {
            let host = host.to_ascii_lowercase();
            !host.contains('.') || INTERNAL_ENDINGS.iter().any(|it| host.ends_with(it))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// bepasty/bepasty-server#213, gibz104/SpoolmanSync#52, shlinkio/shlink#705.
    #[test]
    fn addresses_of_an_intranet_are_told_from_public_ones() {
        for internal in [
            "http://127.0.0.1:3999",
            "http://localhost:3999",
            "https://fair.local",
            "https://Kensyu-PC",
            "https://10.1.2.3",
            "https://172.20.0.1:8443",
            "https://192.168.1.5",
            "https://100.64.0.1",
            "http://[::1]:3000",
            "https://[fd00::1]",
            "https://[fe80::1]:443",
        ] {
            assert!(is_internal_origin(internal), "{internal}");
        }
        for public in [
            "https://fair.city.bunkyo.lg.jp",
            "https://203.0.113.9",
            "https://172.32.0.1",
            "https://[2001:db8::1]",
        ] {
            assert!(!is_internal_origin(public), "{public}");
        }
    }
}
