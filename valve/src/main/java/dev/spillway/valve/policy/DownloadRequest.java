/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve.policy;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Instant;
import java.util.Enumeration;
import java.util.Objects;

/**
 * One download as a policy sees it. It is a view of the request: valid, and to be used by one thread, until {@link
 * AdmissionPolicy#decide} returns.
 */
public final class DownloadRequest {
    private final HttpServletRequest request;
    private final String path;
    private final String fileName;
    private final String contentType;
    private final long length;
    private final Instant time;
    private IpAddress parsedAddress;
    private boolean isAddressParsed;

    /**
     * Makes the view.
     *
     * @param request as the container has it, after RemoteIpValve
     * @param path decoded and normalised, with the path of the context
     * @param fileName the last part of the name of the file
     * @param contentType of the answer, or null if there is none (yet)
     * @param length number of bytes of the file that are to be sent, or -1 if that is not known yet
     * @param time now
     */
    public DownloadRequest(
            HttpServletRequest request, String path, String fileName, String contentType, long length, Instant time) {
        this.request = Objects.requireNonNull(request);
        this.path = Objects.requireNonNull(path);
        this.fileName = Objects.requireNonNull(fileName);
        this.contentType = contentType;
        this.length = length;
        this.time = Objects.requireNonNull(time);
    }

    /** A request about which nothing is known yet but what the client sent. */
    static DownloadRequest onTheWayIn(HttpServletRequest request, String path, Instant time) {
        return new DownloadRequest(request, path, path.substring(path.lastIndexOf('/') + 1), null, -1, time);
    }

    /** Of the request, decoded and normalised, without path parameters, with the path of the context. */
    public String path() {
        return path;
    }

    /** As the client sent it, not decoded, without the question mark; null if there is none. */
    public String query() {
        return request.getQueryString();
    }

    /** The last part of the name of the file; in {@code guard} that of the path. */
    public String fileName() {
        return fileName;
    }

    /** Of the answer, with its parameters; null if the application has set none, and in {@code guard}. */
    public String contentType() {
        return contentType;
    }

    /** Number of bytes of the file that are to be sent; with a range, that of the range; -1 in {@code guard}. */
    public long length() {
        return length;
    }

    /** Of the client, as text; behind a proxy it is the true client's only if RemoteIpValve is set up. May be null. */
    public String clientAddress() {
        return request.getRemoteAddr();
    }

    /** Who was authenticated by the container; null if nobody was. */
    public Principal userPrincipal() {
        return request.getUserPrincipal();
    }

    public boolean isUserInRole(String role) {
        return request.isUserInRole(role);
    }

    /** The first field line of that name, without regard to case; null if there is none. */
    public String header(String name) {
        return request.getHeader(name);
    }

    /** All field lines of that name in the order received. */
    public Enumeration<String> headers(String name) {
        return request.getHeaders(name);
    }

    /** When the decision is made. */
    public Instant time() {
        return time;
    }

    /** All that the servlet API knows about the request. Its body and parameters belong to the application. */
    public HttpServletRequest servletRequest() {
        return request;
    }

    /** The address of the client, read once for all policies; null if it is none. */
    IpAddress address() {
        if (!isAddressParsed) {
            parsedAddress = IpAddress.parse(clientAddress());
            isAddressParsed = true;
        }
        return parsedAddress;
    }
}
