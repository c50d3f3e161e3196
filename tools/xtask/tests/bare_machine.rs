//! The commands on a machine that lacks what they promise to install.
//! It knows what is missing there; what the commands do about it is theirs.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a failure here is the failure of the test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";

/// The pinned toolchain, in a rustup home of its own, as a plain `rustup toolchain install <version>` leaves it: without the target of
/// rust-toolchain.toml.
struct BareHome {
    home: PathBuf,
    channel: String,
}

impl BareHome {
    fn make() -> Self {
        let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rustup-home-without-target");
        let _ = fs::remove_dir_all(&home);
        fs::create_dir_all(&home).unwrap();
        let pin = fs::read_to_string(root().join("rust-toolchain.toml")).unwrap();
        let channel = pin.lines().find_map(|line| line.strip_prefix("channel = \"")?.strip_suffix('"'));
        let bare = Self { channel: channel.expect("rust-toolchain.toml pins a channel").to_owned(), home };
        let installed = bare
            .command("rustup")
            // Not in the project: there, rust-toolchain.toml would have its say.
            .current_dir(&bare.home)
            .args(["toolchain", "install", &bare.channel, "--profile", "minimal"])
            .args(["--component", "clippy", "--component", "rustfmt", "--no-self-update"])
            .status();
        assert!(installed.unwrap().success(), "rustup has to install the toolchain that lacks the target");
        bare
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env("RUSTUP_HOME", &self.home).env_remove("RUSTUP_TOOLCHAIN");
        command
    }

    /// The target's libraries, wherever rustup put the toolchain.
    fn has_target(&self) -> bool {
        fs::read_dir(self.home.join("toolchains"))
            .unwrap()
            .any(|toolchain| toolchain.unwrap().path().join("lib/rustlib").join(TARGET).join("lib").is_dir())
    }
}

impl Drop for BareHome {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.home);
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap()
}

#[test]
#[ignore = "installs a toolchain"]
fn set_up_adds_the_target_that_the_pinned_toolchain_lacks() {
    let bare = BareHome::make();
    assert!(!bare.has_target());
    let done = bare
        .command(env!("CARGO_BIN_EXE_xtask"))
        .arg("setup")
        // What rustup's cargo hands to everything it starts, `cargo xtask` included.
        .env("RUSTUP_TOOLCHAIN", &bare.channel)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
    assert!(bare.has_target(), "{said}");
}
