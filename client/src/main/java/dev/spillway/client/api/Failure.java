/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.api;

/** Why a download, or the part of a server in it, came to an end without the file. */
public enum Failure {
    /** The server says that there is no such file: HTTP 404 and 410, FTP 550. */
    NOT_FOUND,
    /** The server wants other credentials, or none will do: HTTP 401, 403 and 407, FTP 530. */
    ACCESS_DENIED,
    /** The server asks for less work: HTTP 429 and 503, FTP 421. Passes by itself. */
    SERVER_BUSY,
    /** Name look-up, connection, proxy or a time bound failed, or the server had an error of its own. May pass by itself. */
    NETWORK,
    /** The identity of the server could not be proved, or TLS failed otherwise. */
    TLS,
    /** The server broke the protocol, or said things about the file that cannot be true. */
    SERVER_MISBEHAVED,
    /** The server cannot give parts of the file, only the whole from its beginning. */
    NO_RANGES,
    /** The server has another file now than it had before, or another than the primary server. */
    FILE_CHANGED,
    /** The bytes are not those that the checksum speaks of, and no server had better ones. */
    CHECKSUM_MISMATCH,
    /** The file is larger than the caller allows. */
    TOO_LARGE,
    /** The local file could not be made, written or put in its place. */
    LOCAL_FILE,
    /** The caller gave up. */
    CANCELLED
}
