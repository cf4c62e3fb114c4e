/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.SendFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apache.catalina.connector.Request;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.res.StringManager;

/**
 * What an application asks for by {@link SendFile}. It comes as request attributes of types of the JDK, because the
 * application may have a copy of that class in a class loader of its own.
 *
 * @param path of the file
 * @param bytesPerSecond greatest rate, 0 for no limit
 * @param isDeletedAfterwards whether the file is to be deleted
 */
record SendFileWish(Path path, long bytesPerSecond, boolean isDeletedAfterwards) {
    private static final Log log = LogFactory.getLog(SendFileWish.class);
    private static final StringManager sm = StringManager.getManager(SendFileWish.class);

    static boolean isPresent(Request request) {
        return request.getAttribute(SendFile.PATH_ATTRIBUTE) != null;
    }

    /** Takes the attributes out of the request; null if there are none. */
    static SendFileWish take(Request request) throws RefusedOfferException {
        Object path = request.getAttribute(SendFile.PATH_ATTRIBUTE);
        Object rate = request.getAttribute(SendFile.RATE_ATTRIBUTE);
        boolean isDeleted = Boolean.TRUE.equals(request.getAttribute(SendFile.DELETE_ATTRIBUTE));
        request.removeAttribute(SendFile.PATH_ATTRIBUTE);
        request.removeAttribute(SendFile.RATE_ATTRIBUTE);
        request.removeAttribute(SendFile.DELETE_ATTRIBUTE);
        if (path == null) {
            return null;
        }
        try {
            return new SendFileWish(Path.of((String) path), rate == null ? 0 : (Long) rate, isDeleted);
        } catch (ClassCastException | InvalidPathException e) {
            throw new RefusedOfferException(500, sm.getString("sendFileWish.unusable", SendFile.PATH_ATTRIBUTE));
        }
    }

    /** The file, if it lies in the roots or in a folder of its own application; anywhere if there are no roots. */
    FileOffer offer(FileRoots roots, Request request) throws RefusedOfferException {
        return Replacement.whole(locate(roots, request), bytesPerSecond, isDeletedAfterwards);
    }

    /** Leaves the file, and deletes it if that is wanted and it is one that might have been sent. */
    void drop(FileRoots roots, Request request) {
        if (!isDeletedAfterwards) {
            return;
        }
        try {
            Files.deleteIfExists(locate(roots, request));
        } catch (RefusedOfferException | IOException e) {
            log.warn(sm.getString("sendFileWish.notDeleted", path), e);
        }
    }

    private Path locate(FileRoots roots, Request request) throws RefusedOfferException {
        return roots.isEmpty() ? path : WebappFolders.addedTo(roots, request).locate(path);
    }
}
