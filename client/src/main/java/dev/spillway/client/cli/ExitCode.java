/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

import dev.spillway.client.api.Failure;

/** What a script learns from the end of the command. The numbers never change. */
enum ExitCode {
    OK(0, "the file is there"),
    INTERNAL(1, "an error of the program itself"),
    USAGE(2, "the command line is wrong"),
    NOT_FOUND(3, "no server has the file"),
    NETWORK(4, "no server could be reached, or all fell silent"),
    SERVER(5, "the server broke the protocol, or cannot do what is needed"),
    CHECKSUM(6, "the file does not fit its checksum"),
    LOCAL_FILE(7, "the file could not be written"),
    TLS(8, "the server could not prove who it is"),
    ACCESS(9, "the server wants other credentials"),
    CHANGED(10, "the file kept changing on the server"),
    BUSY(11, "the server asked to come again later"),
    TOO_LARGE(12, "the file is larger than allowed"),
    INTERRUPTED(130, "interrupted; the next call goes on from there");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    String meaning() {
        return meaning;
    }

    static ExitCode of(Failure failure) {
        return switch (failure) {
            case NOT_FOUND -> NOT_FOUND;
            case ACCESS_DENIED -> ACCESS;
            case SERVER_BUSY -> BUSY;
            case NETWORK -> NETWORK;
            case TLS -> TLS;
            case SERVER_MISBEHAVED, NO_RANGES -> SERVER;
            case FILE_CHANGED -> CHANGED;
            case CHECKSUM_MISMATCH -> CHECKSUM;
            case TOO_LARGE -> TOO_LARGE;
            case LOCAL_FILE -> LOCAL_FILE;
            case CANCELLED -> INTERRUPTED;
        };
    }
}
