//! Keys of foreign files, as another program makes them. The worker that makes them in the browser is held against the same file
//! (`tests/e2e/foreign-keys.test.mjs`).

use std::path::Path;

use lifeboat::crypto::kdf::{Pbkdf2Hash, Pbkdf2Rounds, pbkdf2};
use lifeboat::secret::Password;
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    what: String,
    password: String,
    hash: Pbkdf2Hash,
    rounds: Pbkdf2Rounds,
    salt: String,
    key: String,
}

#[test]
fn another_program_makes_the_same_keys() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/pbkdf2.json");
    let Vectors { cases } = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    assert_eq!(cases.len(), 51);
    for Case { what, password, hash, rounds, salt, key } in cases {
        let made = pbkdf2(&Password::new(password), &hex::decode(salt).unwrap(), rounds, hash);
        // EXPOSE: a published test vector.
        assert_eq!(hex::encode(made.expose()), key, "{what}, {hash:?}, {} rounds", rounds.get());
    }
}
