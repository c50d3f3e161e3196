//! The second copy: files in the origin-private file system, flushed to the disk.
//! This module knows how bytes reach a file; it refuses to know what they mean.
//!
//! Another storage engine than IndexedDB on purpose: sixteen flipped bytes in IndexedDB's log make every database
//! of the origin come back empty, without an error (measured in Chromium 156). A write here is not atomic;
//! the record's checksum tells a torn one, and then IndexedDB has the good copy.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetFileOptions, FileSystemReadWriteOptions,
    FileSystemSyncAccessHandle,
};

use super::promise::{exception_name, settle};
use super::scope;

/// Reads a file; `None` when it is not there.
pub(crate) async fn read(name: &str) -> Result<Option<Vec<u8>>, JsValue> {
    let file = match settle(root().await?.get_file_handle(name)).await {
        Ok(file) => file.unchecked_into::<FileSystemFileHandle>(),
        Err(thrown) if exception_name(&thrown).as_deref() == Some("NotFoundError") => return Ok(None),
        Err(thrown) => return Err(thrown),
    };
    let open = Open::new(&file).await?;
    let size = open.0.get_size()?;
    let buffer = Uint8Array::new(&JsValue::from_f64(size));
    open.0.read_with_js_u8_array_and_options(&buffer, &at_start())?;
    Ok(Some(buffer.to_vec()))
}

/// Writes a file whole, and returns when it is on the disk.
pub(crate) async fn write(name: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let options = FileSystemGetFileOptions::new();
    options.set_create(true);
    let file = settle(root().await?.get_file_handle_with_options(name, &options)).await?;
    let open = Open::new(&file.unchecked_into::<FileSystemFileHandle>()).await?;
    open.0.truncate_with_f64(0.0)?;
    let written = open.0.write_with_js_u8_array_and_options(&Uint8Array::from(bytes), &at_start())?;
    open.0.flush()?;
    #[expect(clippy::cast_precision_loss, reason = "files are far below 2^53 bytes")]
    let whole = bytes.len() as f64;
    if written < whole {
        return Err(JsValue::from_str("short write"));
    }
    Ok(())
}

/// Removes a file, if it is there.
pub(crate) async fn delete(name: &str) -> Result<(), JsValue> {
    match settle(root().await?.remove_entry(name)).await {
        Ok(_) => Ok(()),
        Err(thrown) if exception_name(&thrown).as_deref() == Some("NotFoundError") => Ok(()),
        Err(thrown) => Err(thrown),
    }
}

async fn root() -> Result<FileSystemDirectoryHandle, JsValue> {
    Ok(settle(scope::storage()?.get_directory()).await?.unchecked_into())
}

fn at_start() -> FileSystemReadWriteOptions {
    let options = FileSystemReadWriteOptions::new();
    options.set_at(0.0);
    options
}

/// An exclusive handle, given back when dropped.
struct Open(FileSystemSyncAccessHandle);

impl Open {
    async fn new(file: &FileSystemFileHandle) -> Result<Self, JsValue> {
        Ok(Self(settle(file.create_sync_access_handle()).await?.unchecked_into()))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.close();
    }
}
