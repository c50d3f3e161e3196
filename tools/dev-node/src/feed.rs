//! Lists as a node sends them: item by item, as fast as they are read, or at the real node's own pace.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;

/// As many items wait to be sent, in the real node.
const QUEUE: usize = 100;
/// How long the real node naps when the queue is full: first this, then twice as long, until there is room again.
const NAP: Duration = Duration::from_millis(10);

/// What a list method answers.
pub type Feed<T> = ReceiverStream<Result<T, Status>>;

/// Sends these items. `slowly`: as the real node does, which tries, and naps when there is no room, about 10 000 a second.
pub fn feed<T: Send + 'static>(items: impl Iterator<Item = T> + Send + 'static, slowly: bool) -> Feed<T> {
    let (queue, feed) = mpsc::channel(QUEUE);
    tokio::spawn(async move {
        for item in items {
            let sent = if slowly { try_and_nap(&queue, item).await } else { queue.send(Ok(item)).await.is_ok() };
            // Nobody reads any more.
            if !sent {
                return;
            }
        }
    });
    ReceiverStream::new(feed)
}

async fn try_and_nap<T>(queue: &mpsc::Sender<Result<T, Status>>, item: T) -> bool {
    let mut item = Ok(item);
    let mut nap = NAP;
    loop {
        match queue.try_send(item) {
            Ok(()) => return true,
            Err(TrySendError::Closed(_)) => return false,
            Err(TrySendError::Full(back)) => item = back,
        }
        tokio::time::sleep(nap).await;
        nap *= 2;
    }
}
