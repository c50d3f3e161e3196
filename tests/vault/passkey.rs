//! The frozen wrappings for passkeys: each file says what it does with its vault. Made by an independent writer.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lifeboat::fault::Coded;
use lifeboat::secret::{PasskeySecret, Password};
use lifeboat::vault::{self, Passkey};
use serde_json::Value;

#[test]
fn every_wrapping_opens_its_vault_or_is_refused_as_its_file_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/passkey-v1");
    let mut vectors = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let vector: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        let bytes = |name: &str| STANDARD.decode(vector[name].as_str().unwrap()).unwrap();
        let secret = hex::decode(vector["secret"].as_str().unwrap()).unwrap();
        let secret = PasskeySecret::new(secret.try_into().unwrap());
        let (sealed, wrapped) = (bytes("vault"), bytes("passkey"));
        let found = match Passkey::parse(&wrapped) {
            None => "none",
            Some(passkey) if !passkey.is_of(&sealed) => "not-offered",
            Some(passkey) => {
                assert_eq!(passkey.bytes(), wrapped, "{}", path.display());
                match passkey.unlock(&sealed, &secret) {
                    Ok(unlocked) => {
                        let by_password = vault::unlock(&sealed, &Password::new("pw".into())).unwrap();
                        assert!(unlocked.contents == by_password.contents, "the same vault either way");
                        "opens"
                    }
                    Err(refused) => refused.code(),
                }
            }
        };
        assert_eq!(found, vector["expect"].as_str().unwrap(), "{}: {}", path.display(), vector["about"]);
        vectors += 1;
    }
    assert!(vectors >= 11, "{vectors} vectors");
}
