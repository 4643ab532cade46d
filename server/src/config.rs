//! Commands and settings: flags and, with the same meaning, environment.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::net::SocketAddr;
use std::path::PathBuf;

/// 道しるべ: self-assessment, career intentions and DX self-checks for a municipality's staff.
#[derive(Debug, Parser)]
#[command(name = "michishirube", version)]
pub struct Cli {
    /// The SQLite file; made if it is not there.
    #[arg(
        long,
        env = "MICHI_DB",
        default_value = "data/michishirube.db",
        global = true
    )]
    pub db: PathBuf,
    /// What to do; `serve` if nothing is said.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What the binary can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the app and its API.
    Serve(Serve),
    /// The roster of staff.
    #[command(subcommand)]
    Roster(RosterCommand),
    /// Copy the database into a folder while it is in use, and look through the copy.
    Backup {
        /// The folder; made if it is not there.
        folder: PathBuf,
        /// How many copies stay; older ones are removed.
        #[arg(long, default_value_t = 14)]
        keep: usize,
    },
    /// Counts of a fair, from the instance at the fair to the staff's.
    #[command(subcommand)]
    Fair(FairCommand),
    /// Receipts of sheets handed in.
    #[command(subcommand)]
    Receipt(ReceiptCommand),
    /// Put a copy in the place of the database. Stop the server first; browsers offer again what the copy does not have.
    Restore {
        /// A copy made by `backup`.
        file: PathBuf,
    },
}

/// What can be done with a fair's counts.
#[derive(Debug, Subcommand)]
pub enum FairCommand {
    /// Write an event's counts as one small signed file, and say with which key.
    Export {
        /// The event's code.
        event: String,
        /// Where to write it; must not exist yet.
        file: PathBuf,
    },
    /// Look through such a file and say what it would bring; with --yes, bring it.
    Import {
        /// The file.
        file: PathBuf,
        /// The key that `fair export` said, in hexadecimal.
        #[arg(long)]
        key: String,
        /// Bring it.
        #[arg(long)]
        yes: bool,
    },
}

/// What can be done with receipts.
#[derive(Debug, Subcommand)]
pub enum ReceiptCommand {
    /// Find out whether a receipt, or every one of the database, is the server's own and still what is stored.
    Verify {
        /// A receipt as the page saves it; without one, all of the database.
        file: Option<PathBuf>,
    },
}

impl Default for Command {
    fn default() -> Self {
        // Settings come from the environment here, as they would with the command written out.
        match Cli::parse_from(["michishirube", "serve"]).command {
            Some(it) => it,
            None => unreachable!("the command was given"),
        }
    }
}

/// Which parts an instance serves; the ward's network is split (see the README).
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Modules {
    /// Everything.
    All,
    /// What staff use.
    Staff,
    /// What fair visitors and booth tablets use.
    Fair,
}

/// Calls of strangers and tablets.
const OF_STRANGERS: [&str; 4] = ["fair_event", "fair_visit", "fair_enrol", "fair_push"];

/// Calls that every instance needs: signing in and out, and what a browser asks after it. At a fair there are no forms, so
/// that an exchange has nothing to take.
const OF_ANYONE: [&str; 6] = [
    "sign_in",
    "sign_out",
    "change_password",
    "me",
    "edition",
    "exchange",
];

impl Modules {
    /// Whether an instance answers a call, by its path.
    pub fn serve(self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or_default();
        match self {
            Self::All => true,
            Self::Staff => !OF_STRANGERS.contains(&name),
            Self::Fair => name.starts_with("fair_") || OF_ANYONE.contains(&name),
        }
    }
}

/// Settings of `serve`.
#[derive(Clone, Debug, Args)]
pub struct Serve {
    /// Where to listen.
    #[arg(long, env = "MICHI_ADDR", default_value = "127.0.0.1:3000")]
    pub addr: SocketAddr,
    /// The built site.
    #[arg(long, env = "MICHI_SITE", default_value = "target/site")]
    pub site: PathBuf,
    /// A folder of forms (JSON) to use instead of the ones built in.
    #[arg(long, env = "MICHI_CONTENT")]
    pub content: Option<PathBuf>,
    /// Which parts to serve.
    #[arg(long, env = "MICHI_MODULES", value_enum, default_value = "all")]
    pub modules: Modules,
    /// Fill an empty database with a ward of made-up people, to try things out.
    #[arg(long)]
    pub sample: bool,
    /// Believe X-Forwarded-For and X-Forwarded-Proto: only behind a reverse proxy that sets them.
    #[arg(long, env = "MICHI_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// Calls one session may make in a minute, a hundred times as many from one address; 0 for no limit.
    #[arg(long, env = "MICHI_CALLS_PER_MINUTE", default_value_t = 1_200)]
    pub calls_per_minute: u32,
}

/// What can be done with the roster.
#[derive(Debug, Subcommand)]
pub enum RosterCommand {
    /// Read staff from a CSV file (UTF-8 or Shift_JIS). Nothing changes unless every line is right.
    Import {
        /// The file, with the headings 職員番号, 氏名, 部, 課, 係, 級, 職種, 所属長の職員番号, 役割.
        file: PathBuf,
        /// Where to write 職員番号,初期パスワード of new people; must not exist yet.
        #[arg(long)]
        passwords: PathBuf,
    },
}
