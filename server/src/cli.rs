//! Commands and settings, from flags or from environment variables.

use crate::accounts::account_life::DisabledReason;
use crate::sample::Sample;
use api::access::Instances;
use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};
use ipnet::IpNet;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

/// 道しるべ: self-assessment, career intentions and DX self-checks for a municipality's staff.
#[derive(Debug, Parser)]
#[command(name = "michishirube", version)]
pub struct Cli {
    /// The SQLite file, created if it does not exist; or a `PostgreSQL` database, `postgres://user@host/name`.
    #[arg(
        long,
        env = "MICHI_DB",
        default_value = "data/michishirube.db",
        hide_env_values = true,
        global = true
    )]
    pub db: String,
    /// Of several municipalities, the one that the command is about; `--db` names their list.
    #[arg(long, env = "MICHI_TENANT", global = true)]
    pub tenant: Option<String>,
    /// What to do; `serve` by default.
    #[command(subcommand)]
    pub command: Option<CliCommand>,
}

/// Subcommands of the binary.
#[derive(Debug, Subcommand)]
pub enum CliCommand {
    /// Serve the app and its API.
    Serve(Serve),
    /// See, disable and enable accounts, and make one-time codes for forgotten passwords.
    #[command(subcommand)]
    Account(AccountCommand),
    /// Verify the audit log, or print what an account did.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Check disk, file modes, clock, database, key, audit log and backups; exits with an error if something is wrong.
    Doctor,
    /// Manage the roster of staff.
    #[command(subcommand)]
    Roster(RosterCommand),
    /// Back up the database into a folder while it is in use, and verify the backup.
    Backup {
        /// The folder; created if it does not exist.
        folder: PathBuf,
        /// How many backups are kept; older ones are removed.
        #[arg(long, default_value_t = 14)]
        keep: usize,
        /// The public key of age (age1…) that backups are encrypted to.
        #[arg(long, env = "MICHI_BACKUP_RECIPIENT")]
        recipient: Option<String>,
    },
    /// Transfer counts of a fair from the instance at the fair to the staff's.
    #[command(subcommand)]
    Fair(FairCommand),
    /// Verify receipts of submitted sheets.
    #[command(subcommand)]
    Receipt(ReceiptCommand),
    /// Move a SQLite file into an empty database of `PostgreSQL`, or back into a new file. Stop the server first; no
    /// browser notices.
    Move {
        /// Where to: a file, or `postgres://user@host/name`.
        #[arg(long, env = "MICHI_MOVE_TO", hide_env_values = true)]
        to: String,
    },
    /// Add, list and remove municipalities that share servers; `--db` names a `PostgreSQL` database for their list.
    #[command(subcommand)]
    Tenant(TenantCommand),
    /// Write the server's key to a new file, to be kept apart from the backups.
    Key {
        /// The file.
        file: PathBuf,
    },
    /// Replace the database by a backup. Stop the server first; browsers push again what the backup lacks.
    Restore {
        /// A file made by `backup`.
        file: PathBuf,
        /// The file with the secret key of age that opens an encrypted backup.
        #[arg(long)]
        identity: Option<PathBuf>,
    },
}

/// Subcommands of `tenant`.
#[derive(Debug, Subcommand)]
pub enum TenantCommand {
    /// Add a municipality and make its database. Then import its roster with `--tenant NAME roster import`.
    Add {
        /// Lower-case letters, digits and _: the end of its database's name.
        name: String,
        /// The host name that leads to it, bunkyo.example.lg.jp.
        #[arg(long)]
        host: String,
        /// Take a database of that name that is there already.
        #[arg(long)]
        existing: bool,
    },
    /// List them: name and host name.
    List,
    /// Take one off the list; its database stays.
    Remove {
        /// Its name.
        name: String,
    },
}

/// Subcommands of `account`.
#[derive(Debug, Subcommand)]
pub enum AccountCommand {
    /// List accounts: 職員番号, state, 課, name.
    List {
        /// Only those in this state: invited, active or disabled.
        #[arg(long, value_parser = ["invited", "active", "disabled"])]
        state: Option<String>,
    },
    /// Print one account.
    Show {
        /// 職員番号
        id: String,
    },
    /// Make a one-time code with which its person sets a new password.
    Reset {
        /// 職員番号
        id: String,
        /// How long it is valid, in minutes: 10 to 1440.
        #[arg(long, default_value_t = 60)]
        minutes: u32,
    },
    /// Disable an account; its sessions end. What its person handed in stays.
    Disable {
        /// 職員番号
        id: String,
        #[arg(long, value_enum)]
        reason: DisabledReason,
    },
    /// Enable a disabled account.
    Enable {
        /// 職員番号
        id: String,
    },
    /// Count an account's sessions; with --end, end them.
    Sessions {
        /// 職員番号
        id: String,
        #[arg(long)]
        end: bool,
    },
}

/// Subcommands of `audit`.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Verify that no row was changed, taken out or moved; name the first that was.
    Verify,
    /// Print what an account did: whose records it touched, when and from where.
    Account {
        /// 職員番号
        id: String,
        /// The first day, such as 2026-04-01.
        #[arg(long)]
        from: String,
        /// The last day.
        #[arg(long)]
        to: String,
    },
}

/// Subcommands of `fair`.
#[derive(Debug, Subcommand)]
pub enum FairCommand {
    /// Write an event's counts as one small signed file, and print the key it is signed with.
    Export {
        /// The event's code, eight letters and digits.
        event: String,
        /// The file to write; must not exist yet.
        file: PathBuf,
    },
    /// Verify such a file and print what it would import; with --yes, import it.
    Import {
        /// A file written by `fair export`.
        file: PathBuf,
        /// The key that `fair export` printed, in hexadecimal.
        #[arg(long)]
        key: String,
        /// Import instead of only printing.
        #[arg(long)]
        yes: bool,
    },
}

/// Subcommands of `receipt`.
#[derive(Debug, Subcommand)]
pub enum ReceiptCommand {
    /// Verify that a receipt, or every receipt of the database, is signed by this server and matches what is stored.
    Verify {
        /// A receipt as saved from the page; without one, all receipts of the database.
        file: Option<PathBuf>,
    },
}

impl Default for CliCommand {
    fn default() -> Self {
        // Parsed instead of built, so that settings still come from the environment.
        match Cli::parse_from(["michishirube", "serve"]).command {
            Some(it) => it,
            None => unreachable!("the command was given"),
        }
    }
}

/// Which parts an instance serves; the ward's network is split (see `server/運用の手引き.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Modules {
    /// Both parts, staff and fair.
    All,
    /// Only what staff use.
    Staff,
    /// Only what fair visitors and booth tablets use.
    Fair,
}

impl Modules {
    /// Whether an instance with these modules answers calls declared for `instances`.
    pub fn serves(self, instances: Instances) -> bool {
        match (self, instances) {
            (Self::All, _)
            | (_, Instances::Every)
            | (Self::Staff, Instances::Staff)
            | (Self::Fair, Instances::Fair) => true,
            (Self::Staff, Instances::Fair) | (Self::Fair, Instances::Staff) => false,
        }
    }
}

/// Settings of `serve`.
#[derive(Clone, Debug, Args)]
pub struct Serve {
    /// Address and port to listen on.
    #[arg(long, env = "MICHI_ADDR", default_value = "127.0.0.1:3000")]
    pub addr: SocketAddr,
    /// The folder of the built site.
    #[arg(long, env = "MICHI_SITE", default_value = "target/site")]
    pub site: PathBuf,
    /// A folder of forms (JSON) to use instead of the ones built in.
    #[arg(long, env = "MICHI_CONTENT")]
    pub content: Option<PathBuf>,
    /// Which parts to serve.
    #[arg(long, env = "MICHI_MODULES", value_enum, default_value = "all")]
    pub modules: Modules,
    /// Serve every municipality of the list that `--db` names, each by its host name.
    #[arg(long, env = "MICHI_TENANTS")]
    pub tenants: bool,
    /// Fill an empty database with a ward of invented people, who have lived a year and a half in it; with
    /// `--sample=people`, who have done nothing yet.
    #[arg(long, value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "year")]
    pub sample: Option<Sample>,
    /// The network of a reverse proxy whose X-Forwarded-For and X-Forwarded-Proto are believed, such as 10.0.0.5/32.
    #[arg(long, env = "MICHI_TRUSTED_PROXY", value_delimiter = ',')]
    pub trusted_proxy: Vec<IpNet>,
    /// Trust a proxy on this machine, as `--trusted-proxy 127.0.0.0/8,::1/128` does; only with an `--addr` of this
    /// machine.
    #[arg(long, env = "MICHI_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// Listen on the network without a proxy that encrypts; for a trial in a closed network only.
    #[arg(long, env = "MICHI_PLAIN_HTTP")]
    pub plain_http: bool,
    /// After how many minutes without a key or pointer a session ends.
    #[arg(long, env = "MICHI_IDLE_MINUTES", default_value_t = 60, value_parser = value_parser!(u32).range(10..=720))]
    pub idle_minutes: u32,
    /// After how many hours a session ends.
    #[arg(long, env = "MICHI_SESSION_HOURS", default_value_t = 12, value_parser = value_parser!(u32).range(1..=168))]
    pub session_hours: u32,
    /// Words of the ward, such as its name, that no password may rest on.
    #[arg(
        long,
        env = "MICHI_WARD_WORDS",
        value_delimiter = ',',
        default_value = "文京区,文京,ぶんきょう,bunkyo"
    )]
    pub ward_words: Vec<String>,
    #[command(flatten)]
    pub mail: MailArgs,
    /// Calls per minute of one session; one address may make a hundred times as many. 0 for no limit.
    #[arg(long, env = "MICHI_CALLS_PER_MINUTE", default_value_t = 1_200)]
    pub calls_per_minute: u32,
}

/// The mail server of a ward that has one; without, reminders are shown in the app only.
#[derive(Clone, Debug, Args)]
pub struct MailArgs {
    /// The ward's mail server: `smtps://user:password@host`, or `smtp://host:25` without encryption and password.
    #[arg(
        long,
        env = "MICHI_SMTP",
        hide_env_values = true,
        requires = "mail_from"
    )]
    pub smtp: Option<String>,
    /// Who sends the mails, such as `職員課 <jinji@example.lg.jp>`.
    #[arg(long, env = "MICHI_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// The address at which staff open the app; it stands in the mails.
    #[arg(long, env = "MICHI_MAIL_LINK", default_value = "")]
    pub mail_link: String,
    /// How many mails are sent in a minute.
    #[arg(long, env = "MICHI_MAILS_PER_MINUTE", default_value = "30")]
    pub mails_per_minute: NonZeroU32,
}

/// Subcommands of `roster`.
#[derive(Debug, Subcommand)]
pub enum RosterCommand {
    /// Import staff from a CSV file (UTF-8, UTF-16 or Shift_JIS). Nothing changes unless every row is valid.
    Import {
        /// The file, with the headings 職員番号, 氏名, 部, 課, 係, 級, 職種, 所属長の職員番号, 役割.
        file: PathBuf,
        /// Where to write the first passwords of new people; must not exist yet.
        #[arg(long)]
        passwords: PathBuf,
        /// The file lists everyone: disable the accounts of those it does not list.
        #[arg(long)]
        complete: bool,
        /// Do it even if it disables more than 5 % of the accounts or somebody of 職員課, or if more than 10 % of its
        /// people are new beside others of the same name.
        #[arg(long)]
        yes: bool,
    },
}
