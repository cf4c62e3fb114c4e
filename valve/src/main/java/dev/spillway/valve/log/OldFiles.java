/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.log;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.res.StringManager;

/** Removes files of the log that are too old. Whatever has not exactly the name of such a file is left alone. */
final class OldFiles {
    private static final Log log = LogFactory.getLog(OldFiles.class);
    private static final StringManager sm = StringManager.getManager(OldFiles.class);

    private OldFiles() {}

    /** Removes them, if the settings say so; a file that can't be removed is told of, and no reason not to go on. */
    static void remove(LogSettings settings, Path current, Instant now) {
        if (settings.maxDays() == LogSettings.KEEP_ALL || !settings.names().rotatable()) {
            return;
        }
        Instant oldest = now.minus(Duration.ofDays(settings.maxDays()));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                settings.directory(), file -> settings.names().isOurs(String.valueOf(file.getFileName())))) {
            for (Path file : files) {
                if (!file.equals(current)) {
                    removeIfOlder(file, oldest);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            log.warn(sm.getString("oldFiles.listFailed", settings.directory()), e);
        }
    }

    private static void removeIfOlder(Path file, Instant oldest) {
        try {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.getLastModifiedTime(file).toInstant().isBefore(oldest)) {
                Files.delete(file);
            }
        } catch (IOException e) {
            log.warn(sm.getString("oldFiles.removeFailed", file), e);
        }
    }
}
