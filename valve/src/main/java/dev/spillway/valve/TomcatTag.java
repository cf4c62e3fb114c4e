/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.SourceFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.catalina.connector.Response;

/**
 * The weak entity tag that Tomcat makes for a file, {@code W/"length-modified"}. It tells which version of the file
 * {@code DefaultServlet} has in mind.
 *
 * @param length of the file in bytes
 * @param modifiedMillis time of the last modification in milliseconds since the epoch
 */
record TomcatTag(long length, long modifiedMillis) {
    private static final Pattern FORM = Pattern.compile("W/\"([0-9]{1,18})-([0-9]{1,18})\"");

    /** Reads a tag of Tomcat's form; null if it is any other, or none. */
    static TomcatTag parse(String tag) {
        Matcher matcher = FORM.matcher(tag == null ? "" : tag);
        return matcher.matches()
                ? new TomcatTag(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)))
                : null;
    }

    static TomcatTag of(SourceFile file) {
        return new TomcatTag(file.size(), file.lastModified().toEpochMilli());
    }

    /** Whether the tag is of the opened file. */
    boolean isOf(SourceFile file) {
        return equals(of(file));
    }

    /** Whether the tag speaks of the file that the answer announces, and is not just some tag of this form. */
    boolean isOf(FileOffer offer, Response response) {
        String contentRange = response.getHeader("Content-Range");
        return contentRange == null ? offer.start() == 0 && offer.end() == length : contentRange.endsWith("/" + length);
    }

    @Override
    public String toString() {
        return "W/\"" + length + "-" + modifiedMillis + "\"";
    }
}
