//! Runs other programs: each has a time limit, and whatever it started ends with it.

use std::collections::BTreeSet;
use std::fmt;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// How long a program gets to end by itself before it is killed.
const GRACE: Duration = Duration::from_secs(5);
/// How often a running program is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// How soon again, once it has closed what it speaks through: it is about to end.
const AT_ITS_END: Duration = Duration::from_millis(2);

/// The process groups that are running now, by the id of their first process.
static RUNNING: LazyLock<Mutex<BTreeSet<u32>>> = LazyLock::new(Mutex::default);

/// When a program's output appears on the terminal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Show {
    /// As it comes.
    Always,
    /// As it comes, but not its standard output: that is for a program to read.
    Errors,
    /// Only when the program failed.
    OnFailure,
}

/// How long a program may go on. A limit is there for what hangs, never for a slow machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// From its start to its end: for what says nothing on its way.
    Whole(Duration),
    /// Since the last line it said: for what tells its progress.
    Silence(Duration),
}

impl Limit {
    const fn duration(self) -> Duration {
        match self {
            Self::Whole(limit) | Self::Silence(limit) => limit,
        }
    }
}

/// A program that came to its end.
pub(crate) struct Finished {
    /// Its standard output.
    pub(crate) output: String,
    /// Everything it said, standard output and error in the order they came.
    pub(crate) said: String,
    /// Why it failed, if it did.
    pub(crate) failure: Option<Failure>,
}

/// How a program failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// Its exit code; `None` when a signal ended it.
    Exit(Option<i32>),
    /// It went beyond its limit, and was ended.
    TimedOut(Limit),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exit(Some(code)) => write!(f, "ended with exit code {code}"),
            Self::Exit(None) => f.write_str("was ended by a signal"),
            Self::TimedOut(Limit::Whole(limit)) => write!(f, "was ended after its limit of {} s", limit.as_secs()),
            Self::TimedOut(Limit::Silence(limit)) => {
                write!(f, "was ended because it had said nothing for {} s", limit.as_secs())
            }
        }
    }
}

impl Finished {
    /// The output, or the failure as an error.
    pub(crate) fn succeeded(self, what: &str) -> Result<String> {
        match self.failure {
            None => Ok(self.output),
            Some(failure) => bail!("{what} {failure}"),
        }
    }
}

/// Runs a program to its end, in a process group of its own, within `limit`.
///
/// # Errors
/// When it cannot be started at all.
pub(crate) fn run(command: &mut Command, limit: Limit, show: Show) -> Result<Finished> {
    run_hearing(command, limit, show, &mut |_| ())
}

/// The same, and every line is told as it comes.
///
/// # Errors
/// As [`run`].
pub(crate) fn run_hearing(
    command: &mut Command,
    limit: Limit,
    show: Show,
    hear: &mut dyn FnMut(&str),
) -> Result<Finished> {
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = spawn(command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()))
        .with_context(|| format!("cannot start `{program}`"))?;

    let (lines, received) = mpsc::channel();
    if let Some(stdout) = child.stdout.take() {
        forward(stdout, lines.clone(), Line::Out);
    }
    if let Some(stderr) = child.stderr.take() {
        forward(stderr, lines.clone(), Line::Err);
    }
    drop(lines);

    let mut deadline = Instant::now() + limit.duration();
    let mut output = String::new();
    let mut said = String::new();
    let mut take = |line: Line| {
        let (text, is_error) = match &line {
            Line::Out(text) => {
                output.extend([text.as_str(), "\n"]);
                (text, false)
            }
            Line::Err(text) => (text, true),
        };
        said.extend([text.as_str(), "\n"]);
        hear(text);
        if show == Show::Always || (show == Show::Errors && is_error) {
            println!("{text}");
        }
    };
    let failure = loop {
        match received.recv_timeout(LOOK_EVERY) {
            Ok(line) => {
                take(line);
                if matches!(limit, Limit::Silence(_)) {
                    deadline = Instant::now() + limit.duration();
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => thread::sleep(AT_ITS_END),
        }
        if let Some(status) = child.try_wait()? {
            break (!status.success()).then(|| Failure::Exit(status.code()));
        }
        if Instant::now() > deadline {
            end_group(child.id(), || drop(child.try_wait()));
            child.wait()?;
            break Some(Failure::TimedOut(limit));
        }
    };
    // The rest of the output; a stray grandchild that keeps the pipe open is not waited for.
    while let Ok(line) = received.recv_timeout(Duration::from_millis(500)) {
        take(line);
    }
    forget(child.id());
    if failure.is_some() && show == Show::OnFailure {
        print!("{said}");
    }
    Ok(Finished { output, said, failure })
}

/// Ends every program that is running when this one is interrupted or told to end.
pub(crate) fn end_children_when_interrupted() -> Result<()> {
    ctrlc::set_handler(|| {
        let running: Vec<u32> = RUNNING.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().collect();
        for group in running {
            end_group(group, || ());
        }
        std::process::exit(130);
    })
    .context("cannot listen for interrupts")
}

enum Line {
    Out(String),
    Err(String),
}

fn forward(from: impl std::io::Read + Send + 'static, to: mpsc::Sender<Line>, kind: fn(String) -> Line) {
    thread::spawn(move || {
        let mut from = BufReader::new(from);
        let mut line = Vec::new();
        while matches!(from.read_until(b'\n', &mut line), Ok(1..)) {
            let text = String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']).to_owned();
            if to.send(kind(text)).is_err() {
                break;
            }
            line.clear();
        }
    });
}

fn spawn(command: &mut Command) -> std::io::Result<Child> {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    let child = command.spawn()?;
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner).insert(child.id());
    Ok(child)
}

fn forget(group: u32) {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner).remove(&group);
}

/// Asks a process group to end, then kills what is left of it. Never anything that was not started here.
/// `reap` lets a first process that has ended disappear from its group.
fn end_group(group: u32, mut reap: impl FnMut()) {
    let signal = |name: &str| {
        Command::new("kill")
            .args(["-s", name, "--", &format!("-{group}")])
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    let deadline = Instant::now() + GRACE;
    if !signal("TERM") {
        return;
    }
    while Instant::now() < deadline {
        reap();
        if !signal("0") {
            return;
        }
        thread::sleep(LOOK_EVERY);
    }
    signal("KILL");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn output_and_exit_code_come_back() {
        let finished = run(&mut shell("echo one; echo two >&2; exit 3"), Limit::Whole(GRACE), Show::OnFailure).unwrap();
        assert_eq!(finished.output, "one\n");
        assert_eq!(finished.failure, Some(Failure::Exit(Some(3))));
    }

    #[test]
    fn what_takes_too_long_is_ended_with_everything_it_started() {
        let limit = Limit::Whole(Duration::from_millis(300));
        let before = Instant::now();
        let finished = run(&mut shell("sleep 60 & echo $!; wait"), limit, Show::OnFailure).unwrap();
        assert_eq!(finished.failure, Some(Failure::TimedOut(limit)));
        assert!(before.elapsed() < Duration::from_secs(20));
        let grandchild = finished.output.trim();
        let alive = shell(&format!("ps -o stat= -p {grandchild} | grep -qv Z")).status().unwrap();
        assert!(!alive.success());
    }

    #[test]
    #[ignore = "waits for a silence: four seconds"]
    fn what_tells_its_progress_may_take_its_time_and_what_falls_silent_is_ended() {
        let limit = Limit::Silence(Duration::from_secs(1));
        let slow = run(&mut shell("for n in 1 2 3 4 5; do echo $n >&2; sleep 0.3; done"), limit, Show::OnFailure);
        assert_eq!(slow.unwrap().failure, None);
        let silent = run(&mut shell("echo one; sleep 60"), limit, Show::OnFailure).unwrap();
        assert_eq!((silent.output.as_str(), silent.failure), ("one\n", Some(Failure::TimedOut(limit))));
    }
}
