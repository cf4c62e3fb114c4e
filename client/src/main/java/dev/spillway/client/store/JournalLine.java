/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.client.store;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** A line of a journal: words, and a checksum over them that shows a line which was not written to its end. */
final class JournalLine {
    private JournalLine() {}

    static String write(String words) {
        return words + " #" + checksum(words) + "\n";
    }

    /** The words of a line without its end, or null if it is damaged. */
    static String[] read(String line) {
        int mark = line.lastIndexOf(" #");
        if (mark < 0 || !line.substring(mark + 2).equals(checksum(line.substring(0, mark)))) {
            return null;
        }
        return line.substring(0, mark).split(" ");
    }

    private static String checksum(String words) {
        CRC32C crc = new CRC32C();
        crc.update(words.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
