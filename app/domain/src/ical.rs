//! Planned interviews as an iCalendar file (RFC 5545) that any calendar program imports.

use crate::timestamp::Timestamp;

/// A planned interview (ヒアリング): one `VEVENT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// Stable across rescheduling: a calendar then moves the entry instead of adding a second one.
    pub id: String,
    pub title: String,
    /// Local time in Japan, `2026-11-25T14:30`. Any other length means no time is set: the entry is left out.
    pub at: String,
    pub minutes: u16,
}

/// Encodes the appointments as one `VCALENDAR`. `stamp` is the time of the export.
pub fn to_ical(appointments: &[Appointment], stamp: Timestamp) -> String {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Michishirube//JA".to_owned(),
        "BEGIN:VTIMEZONE".to_owned(),
        "TZID:Asia/Tokyo".to_owned(),
        "BEGIN:STANDARD".to_owned(),
        "DTSTART:19700101T000000".to_owned(),
        "TZOFFSETFROM:+0900".to_owned(),
        "TZOFFSETTO:+0900".to_owned(),
        "END:STANDARD".to_owned(),
        "END:VTIMEZONE".to_owned(),
    ];
    // 16 is the length of `2026-11-25T14:30`.
    for it in appointments.iter().filter(|it| it.at.len() == 16) {
        let start: String = it
            .at
            .chars()
            .filter(|it| !matches!(it, '-' | ':'))
            .collect();
        lines.push("BEGIN:VEVENT".to_owned());
        lines.push(format!("UID:{}@michishirube", it.id));
        lines.push(format!("DTSTAMP:{}", stamp.to_ical()));
        lines.push(format!("DTSTART;TZID=Asia/Tokyo:{start}00"));
        lines.push(format!("DURATION:PT{}M", it.minutes));
        lines.push(format!("SUMMARY:{}", escape_text(&it.title)));
        lines.push("END:VEVENT".to_owned());
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().map(|it| fold_line(it)).collect()
}

fn escape_text(text: &str) -> String {
    let mut out = String::new();
    for it in text.chars() {
        match it {
            '\\' | ';' | ',' => out.extend(['\\', it]),
            '\n' => out.push_str("\\n"),
            // CRLF is escaped once, by its line feed.
            '\r' => {}
            other => out.push(other),
        }
    }
    out
}

/// Folds a line to at most 75 bytes, between characters. Continuation lines begin with a space (RFC 5545 §3.1).
fn fold_line(line: &str) -> String {
    let (mut out, mut n) = (String::new(), 0);
    for it in line.chars() {
        if n + it.len_utf8() > 74 {
            out.push_str("\r\n ");
            // The leading space counts towards the 75 bytes.
            n = 1;
        }
        out.push(it);
        n += it.len_utf8();
    }
    out + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interview_is_encoded_as_a_vevent() {
        let talk = Appointment {
            id: "hearing-2026-mid-E1".to_owned(),
            title: "中間ヒアリング; 梅里 みどり, 区民課".to_owned(),
            at: "2026-11-25T14:30".to_owned(),
            minutes: 30,
        };
        let file = to_ical(
            &[
                talk.clone(),
                Appointment {
                    at: String::new(),
                    ..talk
                },
            ],
            Timestamp(1_795_395_600_000),
        );
        assert_eq!(
            file.matches("BEGIN:VEVENT").count(),
            1,
            "one without a time is none"
        );
        for line in [
            "UID:hearing-2026-mid-E1@michishirube\r\n",
            "DTSTAMP:20261123T010000Z\r\n",
            "DTSTART;TZID=Asia/Tokyo:20261125T143000\r\n",
            "DURATION:PT30M\r\n",
            "SUMMARY:中間ヒアリング\\; 梅里 みどり\\, 区民課\r\n",
        ] {
            assert!(file.contains(line), "{line} in {file}");
        }
        assert!(file.lines().all(|it| it.len() <= 75));
    }

    #[test]
    fn a_long_line_is_folded_between_characters() {
        let line = fold_line(&"あ".repeat(40));
        assert!(line.split("\r\n").all(|it| it.len() <= 75));
        assert_eq!(line.replace("\r\n ", "").trim_end(), "あ".repeat(40));
    }
}
