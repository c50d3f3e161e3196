//! The program as the shim and a test script meet it: sockets on one side, HTTP on the other.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

const LIMIT: Duration = Duration::from_secs(20);

/// A running program; it ends with the test.
struct Program {
    child: Child,
    folder: PathBuf,
    port: u16,
}

impl Program {
    fn start(name: &str, arguments: &[&str]) -> Self {
        let folder = std::env::temp_dir().join(format!("vhid-{}-{name}", std::process::id()));
        let mut child = Command::new(env!("CARGO_BIN_EXE_virtual-hid"))
            .arg("--dir")
            .arg(&folder)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        assert!(PathBuf::from(ready["shim"].as_str().unwrap()).exists());
        Self { child, folder, port: u16::try_from(ready["port"].as_u64().unwrap()).unwrap() }
    }

    fn http(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        let kind = if body.is_empty() { "" } else { "content-type: application/json\r\n" };
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{kind}content-length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    fn post(&self, path: &str) -> Value {
        let (status, body) = self.http("POST", path, "");
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).unwrap()
    }

    fn get(&self, path: &str) -> Value {
        serde_json::from_str(&self.http("GET", path, "").1).unwrap()
    }

    fn connect(&self, socket: &str) -> UnixStream {
        let stream = UnixStream::connect(self.folder.join(socket)).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        stream
    }

    /// The socket of changes, from when none of them is missed.
    fn changes(&self) -> UnixStream {
        let mut changes = self.connect("udev.sock");
        let mut listening = [0];
        changes.read_exact(&mut listening).unwrap();
        assert_eq!(listening, *b"L");
        changes
    }

    /// Waits until the state says so.
    fn until(&self, field: &str, value: &Value) {
        for _ in 0..200 {
            if self.get("/state")[field] == *value {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        assert_eq!(self.get("/state")[field], *value);
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Sends a request of one report on channel BEEF.
fn send(stream: &mut UnixStream, apdu: &str) {
    let apdu = hex::decode(apdu).unwrap();
    let mut report = vec![0, 0xBE, 0xEF, 5, 0, 0, 0, u8::try_from(apdu.len()).unwrap()];
    report.extend(apdu);
    report.resize(65, 0);
    stream.write_all(&report).unwrap();
}

/// Receives an answer of one report.
fn receive(stream: &mut UnixStream) -> String {
    let mut report = [0; 64];
    stream.read_exact(&mut report).unwrap();
    assert_eq!(report[..5], [0xBE, 0xEF, 5, 0, 0]);
    hex::encode(&report[7..7 + usize::from(report[6])])
}

#[test]
fn an_export_is_answered_when_the_buttons_are_pressed() {
    let program = Program::start("buttons", &["--app", "5.4.0"]);
    let mut device = program.connect("data.sock");
    send(&mut device, "b001000000");
    assert_eq!(receive(&mut device), "010a436f6e636f726469756d05352e342e3001009000");
    send(&mut device, "e00501010400000001");
    program.until("prompt", &json!(true));
    assert_eq!(program.get("/state")["screen"], json!(["Review operation", "to recover credentials"]));
    assert_eq!(program.post("/press/right")["screen"], json!(["Credentials ID", " ", "ID#1"]));
    program.post("/press/right");
    program.post("/press/both");
    assert_eq!(receive(&mut device), "15ea1b9e6143e5e2ccea97808c8b0422550542cc73f277aed781e383d0ff6c559000");
    let log = program.get("/log");
    assert_eq!(log[2], json!({ "number": 2, "request": "", "outcome": "decision", "status": "9000", "length": 32 }));
    assert!(!log.to_string().contains("15ea1b9e"), "no key in the log");
}

#[test]
fn the_automatic_person_decides() {
    let program = Program::start("auto", &["--app", "5.1.3", "--approve-after", "1"]);
    let mut device = program.connect("data.sock");
    send(&mut device, "e0050101050000000000");
    assert!(receive(&mut device).ends_with("9000"));
    assert_eq!(program.http("POST", "/auto", r#"{"mode":"reject"}"#).0, 200);
    send(&mut device, "e0050101050000000000");
    assert_eq!(receive(&mut device), "6985");
}

#[test]
fn pulling_the_cable_ends_connections_and_is_announced() {
    let program = Program::start("cable", &["--unplugged"]);
    let mut changes = program.changes();
    let mut change = [0];
    assert_eq!(program.http("POST", "/plug", r#"{"productId":"4015"}"#).0, 200);
    changes.read_exact(&mut change).unwrap();
    assert_eq!(change, *b"A");
    let present = std::fs::read_to_string(program.folder.join("present")).unwrap();
    assert!(present.starts_with("0003:00002C97:00004015\n"), "{present}");
    let mut device = program.connect("data.sock");
    program.until("open", &json!(1));
    program.post("/unplug");
    changes.read_exact(&mut change).unwrap();
    assert_eq!(change, *b"R");
    assert_eq!(device.read(&mut [0; 64]).unwrap(), 0);
    assert!(!program.folder.join("present").exists());
}

#[test]
fn an_app_that_ends_leaves_the_bus_and_comes_back() {
    let program = Program::start("exit", &["--app", "5.4.0"]);
    let mut device = program.connect("data.sock");
    send(&mut device, "e00901010400000001");
    assert_eq!(device.read(&mut [0; 64]).unwrap(), 0);
    program.until("plugged", &json!(true));
    assert_eq!(program.get("/state")["place"], json!("dashboard"));
    let mut device = program.connect("data.sock");
    send(&mut device, "b001000000");
    assert_eq!(receive(&mut device), "0105424f4c4f5305312e332e3101009000");
}

#[test]
fn an_app_that_ends_can_come_back_as_another_product_of_the_same_model() {
    let program = Program::start("moving", &["--app", "5.4.0", "--moving-product-id"]);
    assert_eq!(program.get("/state")["productId"], json!("5015"));
    program.post("/exit-app");
    program.until("productId", &json!("5011"));
    assert_eq!(program.get("/state")["model"], json!("Nano S Plus"));
    let present = std::fs::read_to_string(program.folder.join("present")).unwrap();
    assert!(present.starts_with("0003:00002C97:00005011\n"), "{present}");
}

#[test]
fn wrong_requests_are_refused_in_words() {
    let program = Program::start("wrong", &[]);
    assert_eq!(program.http("POST", "/version", r#"{"version":"9.9.9"}"#).0, 400);
    assert_eq!(program.http("POST", "/press/middle", "").0, 400);
    assert_eq!(program.http("POST", "/explode", "").0, 404);
    assert_eq!(program.http("GET", "/", "").0, 200);
}

#[test]
fn it_ends_with_its_input_and_leaves_nothing() {
    let mut program = Program::start("end", &[]);
    drop(program.child.stdin.take());
    for _ in 0..200 {
        if program.child.try_wait().unwrap().is_some() {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(program.child.try_wait().unwrap().unwrap().success());
    assert!(!program.folder.exists());
}
