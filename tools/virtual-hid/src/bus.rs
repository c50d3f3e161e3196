//! The two sockets the shim connects to: changes on one, reports on the other.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt, copy, sink};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::device::{Change, Ledger};

/// A report from the host, with the id in front.
const OUTPUT: usize = 65;
/// How long a connection lives on, deaf and mute, when the device left the bus. Chromium closes it when it hears of that;
/// an end before would reach it as an empty report.
const GRACE: Duration = Duration::from_millis(500);
/// Connections at a time, of each kind. A browser needs a handful.
const MAX_CONNECTIONS: usize = 64;

/// The sockets, listening. They are removed when this is dropped.
pub struct Bus {
    folder: PathBuf,
    changes: UnixListener,
    data: UnixListener,
}

const CHANGES: &str = "udev.sock";
const DATA: &str = "data.sock";

impl Bus {
    /// Listens in the folder. Sockets of an earlier run are replaced.
    ///
    /// # Errors
    /// When a socket cannot be made (its path may be too long: 108 bytes are the limit).
    pub fn listen(folder: &Path) -> anyhow::Result<Self> {
        let listen = |name: &str| {
            let path = folder.join(name);
            let _ = std::fs::remove_file(&path);
            UnixListener::bind(path)
        };
        Ok(Self { changes: listen(CHANGES)?, data: listen(DATA)?, folder: folder.to_owned() })
    }

    /// Serves both sockets until the task is dropped.
    ///
    /// # Errors
    /// When a socket stops accepting.
    pub async fn serve(&self, ledger: &Ledger) -> anyhow::Result<()> {
        let mut connections = JoinSet::new();
        loop {
            while connections.try_join_next().is_some() {}
            tokio::select! {
                accepted = self.changes.accept() => {
                    let (stream, _) = accepted?;
                    if connections.len() < 2 * MAX_CONNECTIONS {
                        connections.spawn(tell_changes(stream, ledger.clone()));
                    }
                }
                accepted = self.data.accept() => {
                    let (stream, _) = accepted?;
                    if connections.len() < 2 * MAX_CONNECTIONS {
                        connections.spawn(carry_reports(stream, ledger.clone()));
                    }
                }
            }
        }
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        for name in [CHANGES, DATA] {
            let _ = std::fs::remove_file(self.folder.join(name));
        }
    }
}

/// One byte for every change, as long as somebody listens, after one that says that from here on none is missed: whoever
/// looks what is plugged in before it came may never hear of what happened in between.
async fn tell_changes(mut stream: UnixStream, ledger: Ledger) {
    let mut changes = ledger.changes();
    let mut nothing = [0];
    if stream.write_all(b"L").await.is_err() {
        return;
    }
    loop {
        tokio::select! {
            change = changes.recv() => {
                let byte = match change {
                    Ok(Change::Added) => b'A',
                    Ok(Change::Removed) => b'R',
                    Err(RecvError::Lagged(_)) => continue,
                    Err(RecvError::Closed) => return,
                };
                if stream.write_all(&[byte]).await.is_err() {
                    return;
                }
            }
            // The other end never writes: anything here is its end.
            _ = stream.read(&mut nothing) => return,
        }
    }
}

/// One open device node: reports both ways, until either side closes it or the device leaves the bus.
async fn carry_reports(stream: UnixStream, ledger: Ledger) {
    let Some(mut session) = ledger.session() else { return };
    let mut reports = ledger.reports();
    let (mut from_host, mut to_host) = stream.into_split();
    ledger.count_open(true);
    let reading = async {
        let mut report = [0; OUTPUT];
        while from_host.read_exact(&mut report).await.is_ok() {
            let [_id, report @ ..] = &report;
            ledger.write(report);
        }
    };
    let writing = async {
        loop {
            match reports.recv().await {
                Ok(report) => {
                    if to_host.write_all(&report).await.is_err() {
                        return;
                    }
                }
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            }
        }
    };
    let gone = tokio::select! {
        () = reading => false,
        () = writing => false,
        _ = session.changed() => true,
    };
    ledger.count_open(false);
    if gone {
        let _ = timeout(GRACE, copy(&mut from_host, &mut sink())).await;
    }
}
