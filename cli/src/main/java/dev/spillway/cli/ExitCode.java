/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.cli;

/** What a script learns from the end of the command. The numbers never change. */
enum ExitCode {
    OK(0, "done"),
    INTERNAL(1, "an error of the program itself"),
    USAGE(2, "the command line is wrong, or it is not clear which Tomcat or manager is meant"),
    NOT_REACHED(3, "no Tomcat with a download manager could be reached"),
    NO_DOWNLOAD(4, "there is no such download any more"),
    REFUSED(5, "the manager did not do it, or JMX did not allow it");

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
