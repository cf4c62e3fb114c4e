/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.cli;

/** Text that came from outside. */
public final class Text {
    private Text() {}

    /** Without control characters: what a server sends must not steer the terminal. */
    public static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
