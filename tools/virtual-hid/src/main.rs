//! Plugs a virtual Ledger in: says where, on one line of JSON, and stays until its standard input closes.

use std::io::{Read, Write};
use std::net::Ipv4Addr;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Parser, ValueEnum};
use ledger_sim::derive::Seed;
use ledger_sim::{Firmware, Model, Simulator, Start, Version};
use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;
use virtual_hid::Ledger;
use virtual_hid::bus::Bus;
use virtual_hid::device::{Habits, Mode};
use virtual_hid::http::{router, version_of};
use virtual_hid::shim::build_shim;

/// A virtual Ledger for Chromium. Start Chromium with LD_PRELOAD=<shim> LIFEBOAT_HID_DIR=<dir>, as printed.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Where Chromium and the device meet; made if it is not there. Keep the path short: sockets allow 108 bytes.
    #[arg(long)]
    dir: PathBuf,
    /// Port of the page and its API on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Which public test phrase the device holds.
    #[arg(long, default_value = "speculos-default-24")]
    mnemonic_name: String,
    /// Version of the Concordium app; `future` is one that nobody knows yet.
    #[arg(long, default_value = "5.4.0", value_parser = version_of)]
    app: Version,
    /// Generation of the firmware; by default the one the app version was recorded on.
    #[arg(long)]
    firmware: Option<Generation>,
    /// Which model it is: nano-s, nano-x, nano-s-plus, stax, flex.
    #[arg(long, default_value = "nano-s-plus")]
    model: Model,
    /// What it does while the old app's first page shows.
    #[arg(long, default_value = "deaf")]
    start: Beginning,
    /// Starts on the dashboard instead of in the app.
    #[arg(long)]
    dashboard: bool,
    /// Starts with the cable out.
    #[arg(long)]
    unplugged: bool,
    /// Stays on the bus when an app opens or ends.
    #[arg(long)]
    steady: bool,
    /// Comes back with another product id when an app opens or ends.
    #[arg(long, conflicts_with = "steady")]
    moving_product_id: bool,
    /// Agrees to every prompt by itself, after this many milliseconds.
    #[arg(long, value_name = "MILLISECONDS")]
    approve_after: Option<u32>,
    /// Prints the line of JSON (it always does; kept for scripts that ask for it).
    #[arg(long)]
    print_port: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Beginning {
    /// It drops what it is asked.
    Deaf,
    /// It answers once the page is left.
    Late,
    /// It is not on the bus.
    OffBus,
}

#[derive(Clone, Copy, ValueEnum)]
enum Generation {
    /// API level 22 and lower.
    Old,
    /// API level 24 and higher.
    New,
}

#[tokio::main(worker_threads = 2)]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let words = ledger_sim::mnemonic(&arguments.mnemonic_name).with_context(|| {
        let names: Vec<&str> = ledger_sim::MNEMONICS.iter().map(|(name, _)| *name).collect();
        format!("no phrase of that name; there are {}", names.join(", "))
    })?;
    let firmware = match arguments.firmware {
        None => arguments.app.usual_firmware(),
        Some(Generation::Old) => Firmware::OldIo,
        Some(Generation::New) => Firmware::NewIo,
    };
    let start = match arguments.start {
        Beginning::Deaf => Start::Deaf,
        Beginning::Late => Start::Late,
        Beginning::OffBus => Start::OffBus,
    };
    let seed = Seed::from_mnemonic(words)?;
    let mut simulator = Simulator::new(arguments.app, firmware, seed).on(arguments.model).starting(start);
    if arguments.dashboard {
        simulator.exit_app();
    }

    let made_folder = !arguments.dir.exists();
    std::fs::create_dir_all(&arguments.dir)?;
    let folder = arguments.dir.canonicalize()?;
    let shim = build_shim(&folder)?;
    let habits = Habits { steady: arguments.steady, moving: arguments.moving_product_id };
    let ledger = Ledger::new(&folder, simulator, habits)?;
    let bus = Bus::listen(&folder).context("cannot listen: is the path of the folder too long?")?;
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, arguments.port)).await?;
    let port = listener.local_addr()?.port();
    if let Some(delay_ms) = arguments.approve_after {
        ledger.set_auto(Mode::Approve, delay_ms);
    }
    if !arguments.unplugged {
        ledger.plug(None);
    }

    let ready = json!({ "port": port, "url": format!("http://127.0.0.1:{port}/"), "dir": folder, "shim": shim });
    writeln!(std::io::stdout(), "{ready}")?;
    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    tokio::select! {
        served = bus.serve(&ledger) => served?,
        served = axum::serve(listener, router(ledger.clone())).into_future() => served?,
        _ = input_closed() => {}
        _ = terminated.recv() => {}
        _ = interrupted.recv() => {}
    }

    drop(bus);
    ledger.clean_up();
    let _ = std::fs::remove_file(shim);
    if made_folder {
        // Only if it is empty: somebody else may have put something there.
        let _ = std::fs::remove_dir(folder);
    }
    // The thread that waits for the input may wait still.
    std::process::exit(0);
}

/// Whoever started this closes the pipe when it ends, however it ends.
async fn input_closed() {
    let (closed, wait) = oneshot::channel::<()>();
    std::thread::spawn(move || {
        let mut buffer = [0; 256];
        while std::io::stdin().read(&mut buffer).is_ok_and(|read| read > 0) {}
        drop(closed);
    });
    let _ = wait.await;
}
