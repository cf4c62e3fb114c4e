/* SPDX-License-Identifier: Apache-2.0 */
/** What main servers and terminals say of themselves in numbers, to JMX and to Prometheus. Each figure is described in one place, for both. */
package dev.spillway.relay.figures;
