//! Questions to a node over gRPC-web, and what its answers mean.
