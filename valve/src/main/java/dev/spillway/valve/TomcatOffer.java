/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import org.apache.catalina.Globals;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.tomcat.util.res.StringManager;

/** Checks what Tomcat's sendfile attributes ask for, before anybody acts on it. */
final class TomcatOffer {
    private static final StringManager sm = StringManager.getManager(TomcatOffer.class);

    private TomcatOffer() {}

    static boolean isPresent(Request request) {
        return request.getAttribute(Globals.SENDFILE_FILENAME_ATTR) != null;
    }

    /**
     * Reads the attributes. Values that Tomcat would fail on are refused with 500, for they are a mistake of the
     * application (RFC 9110 section 15.6.1). A file that is not chosen by {@code DefaultServlet} must lie in the roots,
     * if there are any, or in a folder of its own application (CVE-2011-2526).
     */
    static FileOffer find(FileRoots roots, Request request, Response response) throws RefusedOfferException {
        FileOffer offer = SendfileAttributes.find(request, response);
        if (offer == null || offer.start() < 0 || offer.end() < offer.start()) {
            throw new RefusedOfferException(
                    500,
                    sm.getString(
                            "tomcatOffer.unusable",
                            request.getAttribute(Globals.SENDFILE_FILE_START_ATTR),
                            request.getAttribute(Globals.SENDFILE_FILE_END_ATTR)));
        }
        if (roots.isEmpty() || SendfileAttributes.isDefaultServlet(request.getWrapper())) {
            return offer;
        }
        FileOffer checked = offer.at(WebappFolders.addedTo(roots, request).locate(offer.path()));
        SendfileAttributes.set(request, checked.path(), checked.start(), checked.end());
        return checked;
    }
}
