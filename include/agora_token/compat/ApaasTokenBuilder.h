// ApaasTokenBuilder.h: the tokens of EducationTokenBuilder2.h under their other name. See rules.h.
#ifndef AGORA_TOKEN_COMPAT_APAAS_TOKEN_BUILDER_H
#define AGORA_TOKEN_COMPAT_APAAS_TOKEN_BUILDER_H

#include "agora_token/compat/EducationTokenBuilder2.h"

namespace agora::tools {

class ApaasTokenBuilder : public EducationTokenBuilder2 {};

} // namespace agora::tools

#endif // AGORA_TOKEN_COMPAT_APAAS_TOKEN_BUILDER_H
