/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import jakarta.servlet.ServletContext;
import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Request;

/** The folders that belong to a web application, out of which it may have files sent without being told so. */
final class WebappFolders {
    private WebappFolders() {}

    /** The roots, and beside them the folders of the application that answers the request. */
    static FileRoots addedTo(FileRoots roots, Request request) {
        return request.getContext() == null ? roots : roots.with(of(request.getContext()));
    }

    /** The folders of its resources, and the one for its temporary files (Jakarta Servlet 6.0 section 4.8.1). */
    private static List<Path> of(Context context) {
        List<Path> folders = new ArrayList<>();
        for (URL url : context.getResources().getBaseUrls()) {
            if ("file".equals(url.getProtocol())) {
                addFolder(folders, url);
            }
        }
        if (context.getServletContext().getAttribute(ServletContext.TEMPDIR) instanceof File folder) {
            folders.add(folder.toPath().toAbsolutePath());
        }
        return folders;
    }

    private static void addFolder(List<Path> folders, URL url) {
        try {
            folders.add(Path.of(url.toURI()));
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            // Nothing on the disk has this name, so no path can lie in it.
        }
    }
}
