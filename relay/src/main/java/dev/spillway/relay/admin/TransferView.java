/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.admin;

import java.time.Instant;
import java.util.UUID;

/**
 * A transfer in one line.
 *
 * @param name under which the file appears
 * @param state {@code PLANNED}, {@code RUNNING}, {@code ENDED} or {@code CANCELLED}
 * @param planner {@code adaptive} or {@code dealing}
 * @param bytes of the file
 * @param pieces that it is cut into
 * @param digest SHA-256 of the whole, hexadecimal
 * @param director name of the main server that directs it; left out if none does
 * @param targets terminals that it is meant for
 * @param complete of them, those that have it
 * @param failed of them, those that failed for good
 * @param arrived pieces that have come, of all targets together
 */
public record TransferView(
        UUID id,
        String name,
        String group,
        String state,
        String planner,
        long bytes,
        int pieces,
        String digest,
        Instant created,
        Instant activation,
        Instant expiry,
        String director,
        int targets,
        int complete,
        int failed,
        long arrived) {}
