/* SPDX-License-Identifier: Apache-2.0 */
package dev.spillway.relay.admin;

/** Why something was not done, in words for whoever asked. */
public record ErrorView(String error) {}
