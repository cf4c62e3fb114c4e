/* SPDX-License-Identifier: Apache-2.0 */
/** The command {@code spillway}: what JMX shows and can do, in a terminal. */
package dev.spillway.cli;
