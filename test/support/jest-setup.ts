// The SDK warns once per process about Node 20; the product sets the same variable before its first client.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
