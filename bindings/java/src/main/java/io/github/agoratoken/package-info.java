/**
 * Builds, reads and checks Agora access tokens (006 and 007), and answers as a token server. {@link
 * io.github.agoratoken.Issuer} is where to start. What can be null says so.
 */
@NullMarked
package io.github.agoratoken;

import org.jspecify.annotations.NullMarked;
