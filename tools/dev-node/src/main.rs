//! The command line of the dev node.

use std::io::Read;

use anyhow::Context;
use clap::{Args, Parser, Subcommand, ValueEnum};
use dev_node::chain::{COMMITMENT_KEY, Chain, credential_ids, signing_key};
use dev_node::scenario::{CONCORDIUM, Derivation, Scenario};
use dev_node::{DevNode, read_genesis};
use ledger_sim::derive::Seed;
use lifeboat::chain::{Generator, derive_credential_ids};
use lifeboat::model::{AccountAddress, GenesisHash};
use lifeboat::secret::PrfKey;
use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};

/// A synthetic Concordium node on 127.0.0.1. Prints one line of JSON with its ports, then serves until its standard input
/// closes or it is told to stop.
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Serve,
}

#[derive(Subcommand)]
enum Command {
    /// Prints the accounts of a scenario as JSON.
    Chain {
        /// `story`, `wallets`, `empty`, or a file.
        #[arg(long, default_value = "story")]
        scenario: String,
    },
    /// Prints credential ids of a recovery phrase, and the addresses of the accounts they would open, as JSON.
    CredentialIds(Ids),
}

#[derive(Args)]
struct Serve {
    /// The node's port; 0 for any free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The control endpoint's port; 0 for any free one.
    #[arg(long, default_value_t = 0)]
    control_port: u16,
    /// `story`, `wallets`, `empty`, or a file.
    #[arg(long, default_value = "story")]
    scenario: String,
    /// `dev`, `mainnet`, `testnet`, or 64 hexadecimal characters.
    #[arg(long, default_value = "dev", value_parser = read_genesis)]
    genesis: GenesisHash,
    /// How many accounts of strangers there are, instead of the scenario's number.
    #[arg(long)]
    others: Option<u32>,
    /// Milliseconds that the way to the node and back takes.
    #[arg(long, default_value_t = 0)]
    round_trip_ms: u64,
    /// Milliseconds of work before every answer.
    #[arg(long, default_value_t = 0)]
    latency_ms: u64,
    /// How far the node is behind, in seconds.
    #[arg(long, default_value_t = 0)]
    lag_seconds: u64,
    /// Sends lists at the real node's own pace.
    #[arg(long)]
    slow_lists: bool,
    /// Keeps running when standard input closes.
    #[arg(long)]
    detached: bool,
}

#[derive(Args)]
struct Ids {
    /// Name of a public test phrase.
    #[arg(long, default_value = "speculos-default-24")]
    mnemonic_name: String,
    /// Which family of paths.
    #[arg(long, value_enum, default_value_t = Path::Legacy)]
    path: Path,
    /// Identity provider, on the new path.
    #[arg(long, default_value_t = 0)]
    idp: u32,
    /// Coin, on the new path: 919, or 1 on test networks.
    #[arg(long, default_value_t = CONCORDIUM)]
    coin: u32,
    /// Index of the identity.
    #[arg(long, default_value_t = 0)]
    identity: u32,
    /// 0 or 1.
    #[arg(long, default_value_t = 1)]
    key_version: u8,
    /// Instead of a phrase and a path: the PRF key itself, as files of phone wallets write it.
    #[arg(long, value_name = "HEX")]
    prf_key: Option<String>,
    /// How many numbers, from 0 on.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..))]
    count: u8,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Path {
    /// m/1105'/0'/0'/0'/identity'
    Legacy,
    /// m/44'/coin'/idp'/identity'
    New,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    match cli.command {
        None => serve(cli.serve).await,
        Some(Command::Chain { scenario }) => {
            let chain = Chain::build(&Scenario { others: 0, ..Scenario::load(&scenario)? })?;
            print(&json!({ "accounts": chain.accounts }));
            Ok(())
        }
        Some(Command::CredentialIds(ids)) => print_ids(&ids),
    }
}

async fn serve(options: Serve) -> anyhow::Result<()> {
    let mut scenario = Scenario::load(&options.scenario)?;
    scenario.others = options.others.unwrap_or(scenario.others);
    let node = DevNode::start(Chain::build(&scenario)?, options.genesis, options.port, options.control_port).await?;
    {
        let mut knobs = node.shared.knobs();
        knobs.round_trip_ms = options.round_trip_ms;
        knobs.latency_ms = options.latency_ms;
        knobs.lag_seconds = options.lag_seconds;
        knobs.slow_lists = options.slow_lists;
    }
    print(&json!({ "port": node.port, "control": node.control, "genesis": options.genesis, "url": node.url() }));
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        () = input_closed(), if !options.detached => {}
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
    Ok(())
}

/// A thread of its own: a read from a terminal cannot be taken back, and must not keep the process from ending.
async fn input_closed() {
    let (closed, wait) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let mut ignored = [0; 256];
        while std::io::stdin().read(&mut ignored).is_ok_and(|read| read > 0) {}
        let _ = closed.send(());
    });
    let _ = wait.await;
}

fn print_ids(ids: &Ids) -> anyhow::Result<()> {
    if let Some(key) = &ids.prf_key {
        return print_ids_of_key(key, ids.count - 1);
    }
    let words = ledger_sim::mnemonic(&ids.mnemonic_name).context("no public test phrase has that name")?;
    let generator = Generator::parse(&hex::decode(COMMITMENT_KEY)?)?;
    let first = Derivation {
        mnemonic: ids.mnemonic_name.clone(),
        provider: (ids.path == Path::New).then_some(ids.idp),
        coin: ids.coin,
        identity: ids.identity,
        key_version: ids.key_version,
        number: 0,
    };
    let seed = Seed::from_mnemonic(words)?;
    let credentials: Vec<_> = credential_ids(&generator, &seed, &first, ids.count - 1)?
        .into_iter()
        .map(|(number, id)| {
            let key = signing_key(&seed, &Derivation { number, ..first.clone() });
            let address = AccountAddress::of_first_credential(&id);
            json!({ "number": number, "credentialId": id, "address": address, "key": key })
        })
        .collect();
    print(&json!({ "mnemonic": words, "commitmentKey": COMMITMENT_KEY, "credentials": credentials }));
    Ok(())
}

/// No public keys here: where those of a phone's accounts come from, no key tells.
fn print_ids_of_key(hexadecimal: &str, last: u8) -> anyhow::Result<()> {
    let bytes = hex::decode(hexadecimal)?.try_into().ok().context("a PRF key has 32 bytes")?;
    let generator = Generator::parse(&hex::decode(COMMITMENT_KEY)?)?;
    let credentials: Vec<_> = derive_credential_ids(&generator, &PrfKey::new(bytes), 0..=last)
        .into_iter()
        .map(|(number, id)| {
            let address = AccountAddress::of_first_credential(&id);
            json!({ "number": number.0, "credentialId": id, "address": address })
        })
        .collect();
    print(&json!({ "commitmentKey": COMMITMENT_KEY, "credentials": credentials }));
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the answer of a command line")]
fn print(value: &serde_json::Value) {
    println!("{value}");
}
