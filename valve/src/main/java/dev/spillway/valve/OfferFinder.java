/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.SendFile;
import dev.spillway.valve.connector.ConnectorHttp;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.res.StringManager;

/**
 * Finds out, on the way back, whether the application has handed a file over (SYSTEMS.md A11). The first of these holds:
 * {@link SendFile}, the header fields {@code X-Sendfile} and {@code X-Accel-Redirect}, Tomcat's sendfile attributes.
 *
 * <p>Whatever names a file is taken out of the answer, and what the application said of the body that the file replaces
 * is corrected. Without {@code roots}, {@code X-Sendfile} is for a server in front, and stays; so does {@code
 * X-Accel-Redirect} without {@code internal}. For any number of threads.
 */
final class OfferFinder implements OfferSource {
    private static final Log log = LogFactory.getLog(OfferFinder.class);
    private static final StringManager sm = StringManager.getManager(OfferFinder.class);
    private static final String X_SENDFILE = "X-Sendfile";

    private final FileRoots roots;
    private final InternalUris internal;
    private final RareWarning late = new RareWarning(log);

    private OfferFinder(FileRoots roots, InternalUris internal) {
        this.roots = roots;
        this.internal = internal;
    }

    /**
     * Reads the options of the same names.
     *
     * @throws IllegalArgumentException if one can't be used
     */
    static OfferFinder parse(String roots, String internal) {
        return new OfferFinder(FileRoots.parse("roots", roots), InternalUris.parse(internal));
    }

    /** Tells {@link SendFile}, on the way in, that files are taken over on the way back. */
    static void announce(Request request) {
        request.setAttribute(SendFile.SUPPORT_ATTRIBUTE, true);
    }

    /**
     * Finds the file of an answer; null if there is none, which costs two look-ups of attributes and two of header
     * fields.
     *
     * @throws RefusedOfferException if there is one that may not be sent, or can't be; nothing names a file any more then
     */
    @Override
    public FileOffer find(Request request, Response response) throws RefusedOfferException {
        if (request.isAsync()) {
            return null;
        }
        String sendfile = roots.isEmpty() ? null : response.getHeader(X_SENDFILE);
        String redirect = internal.isEmpty() ? null : response.getHeader(XAccel.REDIRECT);
        if (sendfile != null || redirect != null || SendFileWish.isPresent(request)) {
            return findReplacement(request, response, sendfile, redirect);
        }
        if (!TomcatOffer.isPresent(request) || response.isCommitted()) {
            return null;
        }
        try {
            return TomcatOffer.find(roots, request, response);
        } catch (RefusedOfferException e) {
            SendfileAttributes.clear(request);
            throw e;
        }
    }

    /** A file that takes the place of whatever the application has written. */
    private FileOffer findReplacement(Request request, Response response, String sendfile, String redirect)
            throws RefusedOfferException {
        SendFileWish wish = SendFileWish.take(request);
        boolean isLate = response.isCommitted();
        if (isLate) {
            late.warn(sm.getString("offerFinder.late", request.getDecodedRequestURI()));
        }
        if (isLate || !isSuccess(response)) {
            // The answer may be about something else by now, such as an error after the file was chosen.
            if (wish != null) {
                wish.drop(roots, request);
            }
            strip(response);
            return null;
        }
        SendfileAttributes.clear(request);
        try {
            if (wish != null) {
                return Replacement.prepare(wish.offer(roots, request), wish.path(), request, response);
            }
            return sendfile != null
                    ? findSendfile(sendfile, request, response)
                    : findRedirect(redirect, request, response);
        } finally {
            strip(response);
        }
    }

    private static boolean isSuccess(Response response) {
        int status = response.getStatus();
        return status == Response.SC_OK || status == Response.SC_PARTIAL_CONTENT;
    }

    private FileOffer findSendfile(String value, Request request, Response response) throws RefusedOfferException {
        Path wanted = Path.of(HeaderPath.decode(X_SENDFILE, value));
        FileOffer offer = Replacement.whole(roots.locate(wanted), 0, false);
        Replacement.dropEncoding(response);
        return Replacement.prepare(offer, wanted, request, response);
    }

    private FileOffer findRedirect(String uri, Request request, Response response) throws RefusedOfferException {
        FileOffer offer = Replacement.whole(internal.locate(uri), XAccel.bytesPerSecond(response), false);
        Replacement.dropEncoding(response);
        Replacement.dropValidators(response);
        Replacement.prepare(offer, offer.path(), request, response);
        XAccel.applyCharset(response);
        XAccel.applyExpires(response, Instant.now());
        return offer;
    }

    private void strip(Response response) {
        if (!roots.isEmpty()) {
            ConnectorHttp.removeHeader(response, X_SENDFILE);
        }
        XAccel.strip(response);
    }
}
