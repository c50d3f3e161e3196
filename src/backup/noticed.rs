//! What is worth knowing about a file that was opened, or made: put right, left out, unusual. A closed list.
//! This module knows the names of these facts; their sentences are `notice_<code>` in `extension/_locales`.

use crate::custody::Finding;
use crate::fault::Coded;

/// One such fact. Those about records are counted in a [`Tally`](super::tally::Tally), which tells of `count`, `names`, `kind` and `field`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Coded)]
#[code(with("count", "names", "kind", "field"))]
pub enum Noticed {
    /// Converted to another text encoding on its way.
    #[code("backup-was-utf16")]
    WasUtf16,
    /// Something stood before or behind the backup.
    #[code("backup-passed-over", before, behind)]
    PassedOver {
        /// How many bytes before it.
        before: usize,
        /// How many behind it.
        behind: usize,
    },
    /// Stored as a text in JSON.
    #[code("backup-was-json-text")]
    WasJsonText,
    /// Encoded as mails are.
    #[code("backup-was-encoded")]
    WasEncoded,
    /// Taken out of a mail.
    #[code("backup-was-in-mail")]
    WasInMail,
    /// Saved as a web page.
    #[code("backup-was-web-page")]
    WasWebPage,
    /// Saved as rich text.
    #[code("backup-was-rich-text")]
    WasRichText,
    /// Other quotation marks, blanks or line ends.
    #[code("backup-was-typed-over")]
    WasTypedOver,
    /// Taken out of a zip.
    #[code("backup-was-in-zip", name)]
    WasInZip {
        /// Its name there.
        name: String,
    },
    /// Taken out of a gzip.
    #[code("backup-was-in-gzip")]
    WasInGzip,
    /// Beside the backup something in the packed file is damaged.
    #[code("backup-beside-damaged", entries)]
    PackedDamaged {
        /// The names it has there.
        entries: String,
    },
    /// Some blocks are damaged, and the password was right.
    #[code("damaged-file", places)]
    Damaged {
        /// In how many places.
        places: usize,
    },
    /// Records of which parts were lost in damaged blocks.
    #[code("damaged-record")]
    DamagedRecord,
    /// Lists in which damaged blocks hide whole records, or may.
    #[code("damaged-list")]
    DamagedList,
    /// `metaData`, as before the first release of the Desktop Wallet.
    #[code("envelope-old-member-name")]
    OldMemberName,
    /// A number that had become text.
    #[code("envelope-rounds-as-text")]
    RoundsAsText,
    /// Made by a newer Lifeboat, which authenticated it in a way that is not known here.
    #[code("envelope-newer-seal", found)]
    NewerSeal {
        /// Its version.
        found: u64,
    },
    /// Half a character in a name.
    #[code("document-text-mended")]
    TextMended,
    /// One of several files of an export.
    #[code("desktop-part", part, of)]
    Part {
        /// Which, from 1.
        part: u16,
        /// How many there are.
        of: u16,
    },
    /// What a check found about keys.
    #[code(transparent)]
    Found(Finding),
    /// A contact without a valid address, kept and marked.
    #[code("desktop-contact-not-valid")]
    DesktopContactNotValid,
    /// Notes on co-signers of accounts that are not in the file.
    #[code("desktop-cosigner-without-account")]
    DesktopCosignerWithoutAccount,
    /// Too old to say how keys are made.
    #[code("desktop-key-version-assumed")]
    DesktopKeyVersionAssumed,
    /// What it belongs to is not in the file.
    #[code("desktop-left-out-orphan")]
    DesktopLeftOutOrphan,
    /// In the file more than once.
    #[code("desktop-left-out-repeated")]
    DesktopLeftOutRepeated,
    /// Not to be read.
    #[code("desktop-left-out-unreadable")]
    DesktopLeftOutUnreadable,
    /// No such list.
    #[code("desktop-list-missing")]
    DesktopListMissing,
    /// A network that cannot be read.
    #[code("desktop-network-unreadable")]
    DesktopNetworkUnreadable,
    /// Columns of a very early version.
    #[code("desktop-old-columns")]
    DesktopOldColumns,
    /// A value of another type than it should be.
    #[code("desktop-put-right")]
    DesktopPutRight,
    /// Details nobody knows.
    #[code("desktop-unknown-fields")]
    DesktopUnknownFields,
    /// Parts nobody knows.
    #[code("desktop-unknown-members")]
    DesktopUnknownMembers,
    /// The name of an application's build for a network.
    #[code("phone-network-build", environment)]
    PhoneNetworkBuild {
        /// The word.
        environment: String,
    },
    /// A network by another name.
    #[code("phone-network-other", environment)]
    PhoneNetworkOther {
        /// The word.
        environment: String,
    },
    /// No network: before May 2021.
    #[code("phone-network-missing")]
    PhoneNetworkMissing,
    /// The member that names the network has another name itself.
    #[code("phone-network-renamed")]
    PhoneNetworkRenamed,
    /// No identity at all.
    #[code("phone-no-identities")]
    PhoneNoIdentities,
    /// Accounts whose identity cannot be read.
    #[code("phone-account-without-identity")]
    PhoneAccountWithoutIdentity,
    /// An address of another form.
    #[code("phone-address-mended")]
    PhoneAddressMended,
    /// A contact without a valid address, kept and marked.
    #[code("phone-contact-not-valid")]
    PhoneContactNotValid,
    /// Another name for an address that is there already.
    #[code("phone-contact-other-name")]
    PhoneContactOtherName,
    /// A detail of another type than it should be.
    #[code("phone-identity-mended")]
    PhoneIdentityMended,
    /// In the file more than once.
    #[code("phone-left-out-repeated")]
    PhoneLeftOutRepeated,
    /// Not to be read.
    #[code("phone-left-out-unreadable")]
    PhoneLeftOutUnreadable,
    /// No such list.
    #[code("phone-list-missing")]
    PhoneListMissing,
    /// Records without a name.
    #[code("phone-name-missing")]
    PhoneNameMissing,
    /// An identity without its number.
    #[code("phone-number-missing")]
    PhoneNumberMissing,
    /// An identity without a part.
    #[code("phone-part-missing")]
    PhonePartMissing,
    /// Parts nobody knows.
    #[code("phone-unknown-members")]
    PhoneUnknownMembers,
    /// An account made by the company's tools, whose identity cannot be read.
    #[code("genesis-key-identity-unreadable")]
    GenesisKeyIdentityUnreadable,
    /// Columns of a table that are not read. Counted by the name of the column.
    #[code("table-column-unread")]
    TableColumnUnread,
    /// Rows of a table without an address. Rows are counted by the number of their line, as are those below.
    #[code("table-address-missing")]
    TableAddressMissing,
    /// Rows whose address is none.
    #[code("table-address-not-valid")]
    TableAddressNotValid,
    /// Rows whose address stands in an earlier row, under another name or with another note.
    #[code("table-address-repeated")]
    TableAddressRepeated,
    /// Rows with a text that is longer than any cell of a spreadsheet.
    #[code("table-cell-too-long")]
    TableCellTooLong,
    /// Rows with more cells than there are columns.
    #[code("table-row-too-wide")]
    TableRowTooWide,
    /// Rows without a name: they come in under the beginning of their address.
    #[code("table-name-missing")]
    TableNameMissing,
    /// Keys of an account whose credential is not known.
    #[code("key-file-without-credential")]
    KeyFileWithoutCredential,
}
