/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What main servers and terminals say to each other beside the pieces: small messages, JSON over HTTP on connections of their own, so that none waits behind
 * data. What commands, the transport request, is signed ({@link dev.spillway.relay.request}); what reports carries the secret of the terminal as a bearer token.
 *
 * <pre>
 * at a main server, below its path
 * POST /terminals/ID              {@link dev.spillway.relay.control.Registration}, with the token that admits terminals
 * POST /terminals/ID/beat         {@link dev.spillway.relay.control.Beat}, answered with {@link dev.spillway.relay.control.Beat.Answer}
 * GET  /terminals/ID/copies       {@link dev.spillway.relay.control.CopyList}
 * GET  /requests/TRANSFER         newest transport request, signed; ?terminal=ID
 * POST /reports/TRANSFER          {@link dev.spillway.relay.control.Report}, answered with {@link dev.spillway.relay.control.Report.Answer}; ?terminal=ID
 * GET  /pieces/TRANSFER           the file, where the main server is the source
 * GET  /key                       its public key, X.509 in base64
 *
 * at a terminal, below its path
 * POST /requests                  a transport request, signed: 202, 403 if it must not be followed
 * GET  /pieces/TRANSFER           the file by ranges; 503 for what is not there yet; ?piece=N for one piece, packed
 * GET  /files/NAME                what has appeared, for clients
 * </pre>
 */
package dev.spillway.relay.control;
