//! The second copy: files in the origin-private file system, flushed to the disk.
//!
//! Another storage engine than IndexedDB on purpose: sixteen flipped bytes in IndexedDB's log make every database
//! of the origin come back empty, without an error (measured in Chromium 156). A write here is not atomic: whoever wants to keep
//! what a file holds writes another one, or behind it.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetFileOptions, FileSystemReadWriteOptions,
    FileSystemSyncAccessHandle,
};

use crate::vault::Ends;

use super::promise::{exception_name, settle};
use super::scope;

/// Reads a file; `None` when it is not there, or empty: what is left of one that could not be made.
pub(crate) async fn read(name: &str) -> Result<Option<Vec<u8>>, JsValue> {
    opened(name).await?.map_or(Ok(None), |open| open.read())
}

/// The ends of a file; `None` as with [`read`].
pub(crate) async fn ends(name: &str) -> Result<Option<Ends>, JsValue> {
    opened(name).await?.map_or(Ok(None), |open| open.ends())
}

async fn opened(name: &str) -> Result<Option<OpenFile>, JsValue> {
    match settle(root().await?.get_file_handle(name)).await {
        Ok(file) => OpenFile::new(&file.unchecked_into::<FileSystemFileHandle>()).await.map(Some),
        Err(thrown) if exception_name(&thrown).as_deref() == Some("NotFoundError") => Ok(None),
        Err(thrown) => Err(thrown),
    }
}

/// Writes a file whole, if `agrees` with what it holds, and returns when it is on the disk. The file is held meanwhile.
pub(crate) async fn replace_if(
    name: &str,
    bytes: &[u8],
    agrees: impl FnOnce(&OpenFile) -> Result<bool, JsValue>,
) -> Result<bool, JsValue> {
    let options = FileSystemGetFileOptions::new();
    options.set_create(true);
    let file = settle(root().await?.get_file_handle_with_options(name, &options)).await?;
    let open = OpenFile::new(&file.unchecked_into::<FileSystemFileHandle>()).await?;
    if !agrees(&open)? {
        return Ok(false);
    }
    let written = open.write(bytes);
    if written.is_err() {
        // A torn file is none.
        let _ = open.0.truncate_with_f64(0.0);
    }
    written.map(|()| true)
}

/// Writes behind what a file holds, if that has these ends, and returns when it is on the disk. What is in it is not touched.
pub(crate) async fn append_if(name: &str, bytes: &[u8], known: Ends) -> Result<bool, JsValue> {
    let Some(open) = opened(name).await? else { return Ok(false) };
    if open.ends()? != Some(known) {
        return Ok(false);
    }
    let size = open.0.get_size()?;
    let written = open.write_at(size, bytes);
    if written.is_err() {
        let _ = open.0.truncate_with_f64(size);
    }
    written.map(|()| true)
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

fn at(position: f64) -> FileSystemReadWriteOptions {
    let options = FileSystemReadWriteOptions::new();
    options.set_at(position);
    options
}

/// An exclusive handle, given back when dropped.
pub(crate) struct OpenFile(FileSystemSyncAccessHandle);

impl OpenFile {
    async fn new(file: &FileSystemFileHandle) -> Result<Self, JsValue> {
        Ok(Self(settle(file.create_sync_access_handle()).await?.unchecked_into()))
    }

    pub(crate) fn read(&self) -> Result<Option<Vec<u8>>, JsValue> {
        let size = self.0.get_size()?;
        if size == 0.0 { Ok(None) } else { self.read_at(0.0, size).map(Some) }
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "lengths are whole numbers far below 2^53"
    )]
    pub(crate) fn ends(&self) -> Result<Option<Ends>, JsValue> {
        let size = self.0.get_size()?;
        if size == 0.0 {
            return Ok(None);
        }
        let last = size.min(Ends::LAST as f64);
        Ok(Some(Ends::new(size as usize, &self.read_at(size - last, last)?)))
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "lengths are whole numbers far below 2^53"
    )]
    fn read_at(&self, position: f64, length: f64) -> Result<Vec<u8>, JsValue> {
        let mut bytes = vec![0; length as usize];
        self.0.read_with_u8_array_and_options(&mut bytes, &at(position))?;
        Ok(bytes)
    }

    fn write(&self, bytes: &[u8]) -> Result<(), JsValue> {
        self.0.truncate_with_f64(0.0)?;
        self.write_at(0.0, bytes)
    }

    fn write_at(&self, position: f64, bytes: &[u8]) -> Result<(), JsValue> {
        let written = self.0.write_with_u8_array_and_options(bytes, &at(position))?;
        self.0.flush()?;
        #[expect(clippy::cast_precision_loss, reason = "files are far below 2^53 bytes")]
        let whole = bytes.len() as f64;
        if written < whole {
            return Err(JsValue::from_str("short write"));
        }
        Ok(())
    }
}

impl Drop for OpenFile {
    fn drop(&mut self) {
        self.0.close();
    }
}
