// What Kotlin must not compile: each line that ends so is an error of null.
import io.github.agoratoken.Issuer
import io.github.agoratoken.Policy
import io.github.agoratoken.TokenInfo
import io.github.agoratoken.User
import java.time.Instant

fun wrong(issuer: Issuer, info: TokenInfo, name: String?) {
    val issuedAt: Instant = info.issuedAt() // wrong
    println(info.services().first().channel().length) // wrong
    info.services().first().privileges().first().expiresAt().epochSecond // wrong
    User.account(name) // wrong
    issuer.checkRtm(null, "ann") // wrong
    Policy.of("ann").channels(listOf(name)) // wrong
    println(issuedAt)
}
