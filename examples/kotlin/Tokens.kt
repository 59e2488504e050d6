// A first token in Kotlin: built, read, checked.
import io.github.agoratoken.Explanation
import io.github.agoratoken.InvalidArgumentException
import io.github.agoratoken.Issuer
import io.github.agoratoken.Question
import io.github.agoratoken.Role
import io.github.agoratoken.RtcPrivilege
import io.github.agoratoken.Status
import io.github.agoratoken.TokenInfo
import io.github.agoratoken.User
import java.time.Duration

fun main() {
    val (appId, appCertificate) = "970CA35de60c44645bbae8a215061b33" to "5CFd2fd1755d40ecb72977518be15d3b"
    Issuer(appId, appCertificate).use { issuer ->
        val token = issuer.rtc("room", User.uid(42), Role.PUBLISHER, Duration.ofHours(1))
        issuer.checkRtc(token, "room", User.uid(42), RtcPrivilege.PUBLISH_VIDEO)
        println(token)
        println(described(TokenInfo.parse(token)))

        val why = issuer.explain(token, Question.rtc("Room", User.uid(42), RtcPrivilege.JOIN_CHANNEL))
        println("${why.reason()}: ${sides(why)}")

        try {
            issuer.rtc("no/slash", User.ANY, Role.SUBSCRIBER, Duration.ofHours(1))
        } catch (refused: InvalidArgumentException) {
            println(if (refused.status() == Status.BAD_CHANNEL) "no such channel" else throw refused)
        }
    }
}

// A 006 token tells no time of issuing and no names: the compiler asks what there is then.
fun described(info: TokenInfo): String {
    val lifetime = info.issuedAt()?.let { Duration.between(it, info.expiresAt()) }
    val channels = info.services().mapNotNull { it.channel() }
    return "${lifetime ?: "no lifetime"} in ${channels.joinToString()}"
}

fun sides(why: Explanation) = "${why.found() ?: "nothing"}, not ${why.asked() ?: "nothing"}"
