// Written by abi/languages/go.py from abi/agora_token.json (make abi): do not edit it.

package agoratoken

// #include "native.h"
//
// #cgo noescape go_issuer_new
// #cgo nocallback go_issuer_new
// #cgo noescape go_rtc_uid
// #cgo nocallback go_rtc_uid
// #cgo noescape go_rtc_account
// #cgo nocallback go_rtc_account
// #cgo noescape go_rtm
// #cgo nocallback go_rtm
// #cgo noescape go_rtc_rtm
// #cgo nocallback go_rtc_rtm
// #cgo noescape go_convoai
// #cgo nocallback go_convoai
// #cgo noescape go_stt
// #cgo nocallback go_stt
// #cgo noescape go_chat_user
// #cgo nocallback go_chat_user
// #cgo noescape go_chat_app
// #cgo nocallback go_chat_app
// #cgo noescape go_education_room_user
// #cgo nocallback go_education_room_user
// #cgo noescape go_education_user
// #cgo nocallback go_education_user
// #cgo noescape go_education_app
// #cgo nocallback go_education_app
// #cgo noescape go_fpa
// #cgo nocallback go_fpa
// #cgo noescape go_builder_new
// #cgo nocallback go_builder_new
// #cgo noescape go_builder_add_rtc
// #cgo nocallback go_builder_add_rtc
// #cgo noescape go_builder_add_rtm
// #cgo nocallback go_builder_add_rtm
// #cgo noescape go_builder_add_streaming
// #cgo nocallback go_builder_add_streaming
// #cgo noescape go_builder_add_chat
// #cgo nocallback go_builder_add_chat
// #cgo noescape go_builder_add_fcdn
// #cgo nocallback go_builder_add_fcdn
// #cgo noescape go_builder_add_apaas
// #cgo nocallback go_builder_add_apaas
// #cgo noescape go_builder_add_rtm2
// #cgo nocallback go_builder_add_rtm2
// #cgo noescape go_verify
// #cgo nocallback go_verify
// #cgo noescape go_check
// #cgo nocallback go_check
// #cgo noescape go_check_rtc_uid
// #cgo nocallback go_check_rtc_uid
// #cgo noescape go_check_rtc_account
// #cgo nocallback go_check_rtc_account
// #cgo noescape go_check_rtm
// #cgo nocallback go_check_rtm
// #cgo noescape go_explain
// #cgo nocallback go_explain
// #cgo noescape go_endpoint_new
// #cgo nocallback go_endpoint_new
// #cgo noescape go_endpoint_error
// #cgo nocallback go_endpoint_error
import "C"
