/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.cli;

/** What the command ends with, so that scripts need not read what it says. */
enum ExitCode {
    OK(0, "done"),
    INTERNAL(1, "an error of the program itself"),
    USAGE(2, "the command line is wrong"),
    NOT_FOUND(3, "there is no such transfer, node or file"),
    UNREACHABLE(4, "the main server could not be reached"),
    REFUSED(5, "the main server wants another token, or none can be given from here"),
    CONFLICT(6, "it can't be done as things stand, for example because the transfer has ended"),
    FAILED(7, "the transfer has ended without reaching everybody, or was cancelled");

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
}
