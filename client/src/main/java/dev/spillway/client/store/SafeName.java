/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.store;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Makes a file name out of what a server or a URL proposes: one that stays in its directory and can be written on the usual systems. */
public final class SafeName {
    /** Leaves room in the 255 bytes of most file systems for the endings of the partial file and its journal. */
    private static final int LONGEST_BYTES = 200;

    private static final String FALLBACK = "download";
    private static final Set<String> DEVICES = Set.of("con", "prn", "aux", "nul");

    private SafeName() {}

    /** The last part of the proposal without what is dangerous in it; {@code download} if nothing is left. */
    public static String of(String proposal) {
        String last = proposal.substring(Math.max(proposal.lastIndexOf('/'), proposal.lastIndexOf('\\')) + 1);
        StringBuilder name = new StringBuilder();
        last.codePoints().filter(c -> !isUnsafe(c)).forEach(name::appendCodePoint);
        // A leading dot would hide the file or make it a setting of some program; a trailing dot or space is lost on
        // some systems.
        String trimmed = name.toString().replaceAll("^[. ]+|[. ]+$", "");
        String stem = trimmed.toLowerCase(Locale.ROOT).split("\\.", 2)[0];
        if (DEVICES.contains(stem) || stem.matches("(com|lpt)\\d")) {
            trimmed = "_" + trimmed;
        }
        String cut = shortened(trimmed);
        return cut.isEmpty() ? FALLBACK : cut;
    }

    /** Control characters, those that Windows forbids, and those that turn the direction of writing, so that an ending can be disguised. */
    private static boolean isUnsafe(int c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.SURROGATE
                || "<>:\"|?*".indexOf(c) >= 0;
    }

    private static String shortened(String name) {
        String cut = name;
        while (cut.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
            cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
        }
        return cut;
    }
}
