/**
 * What stands beside the names of Agora's package: whether a mistake is a warning or an exception.
 */
package io.github.agoratoken.compat;
