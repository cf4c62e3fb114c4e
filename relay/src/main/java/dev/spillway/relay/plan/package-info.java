/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Who fetches which pieces from whom: two planners behind {@link dev.spillway.relay.plan.Planner}, the one of the source document (D2, D4) and an
 * adaptive one. Knows no network, no clock and no database, so that a simulation drives the very code that a main server runs.
 */
package dev.spillway.relay.plan;
