/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Leads clients of published files to the best of the terminals that have them, where something else than the terminal serves the files, such as {@code
 * DefaultServlet}: links to the copies and the digest in the head of each answer (RFC 6249, RFC 9530), a Metalink document (RFC 5854) for who asks for it,
 * and, where that is wanted, a redirection of browsers.
 */
package dev.spillway.relay.tomcat.mirror;
