/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What an administrator can ask of a main server: JSON over HTTP below {@code PATH/admin}, PATH being that of the main server, {@code /relay} by default.
 *
 * <pre>
 * GET    /server                    {@link dev.spillway.relay.admin.ServerView}
 * GET    /transfers                 array of {@link dev.spillway.relay.admin.TransferView}, newest first; ?group=G, ?state=RUNNING
 * GET    /transfers/ID              {@link dev.spillway.relay.admin.TransferDetail}
 * POST   /transfers/ID/cancel       {@link dev.spillway.relay.admin.TransferView}; 409 if it had ended
 * POST   /transfers/ID/retry        {@link dev.spillway.relay.admin.TransferView} of a new transfer to those that have failed; 409 if nobody has
 * POST   /publish                   {@link dev.spillway.relay.admin.PublishOrder}, answered with 201 and the {@link dev.spillway.relay.admin.TransferView}
 * PUT    /store/NAME                stores the content of the request as a file that can be published; 201, 409 if the name is taken, 507 without room
 * GET    /nodes                     array of {@link dev.spillway.relay.admin.NodeView}, best first
 * POST   /nodes/ID/drain            {@link dev.spillway.relay.admin.NodeView}: in no new transfer any more
 * POST   /nodes/ID/activate         {@link dev.spillway.relay.admin.NodeView}: in new transfers again
 * GET    /metrics                   figures for Prometheus
 * DELETE /nodes/ID                  204: forgotten with its figures, until it registers again
 * </pre>
 *
 * <p>Who asks proves it by {@code Authorization: Bearer TOKEN} with the token of {@code admin.token}; where none is set, loopback addresses alone may ask, and who changes
 * something sends the field of {@link dev.spillway.relay.serve.Strangers}.
 * What cannot be done is answered with a status from 400 on and an {@link dev.spillway.relay.admin.ErrorView}. Times are ISO 8601 in UTC, such as
 * {@code 2026-11-29T18:00:00Z}, rates bytes per second. Fields that do not apply are left out; unknown ones in an order are refused.
 */
package dev.spillway.relay.admin;
