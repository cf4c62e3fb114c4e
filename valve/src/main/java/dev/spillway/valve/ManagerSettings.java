/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.valve;

import dev.spillway.manager.api.ManagerConfig;
import dev.spillway.process.client.RemoteSettings;
import java.util.Optional;

/**
 * What a valve wants of its manager.
 *
 * @param engine settings of the engine, wherever it runs
 * @param process where it runs, if that is a process of its own
 */
record ManagerSettings(ManagerConfig engine, Optional<RemoteSettings> process) {}
