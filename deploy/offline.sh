# Sourced in builds. When wheels were brought in, everything is installed from them and from nowhere
# else; otherwise pip and uv use their index as usual.
if ls /wheels/*.whl > /dev/null 2>&1; then
    export PIP_NO_INDEX=1 PIP_FIND_LINKS=/wheels UV_NO_INDEX=1 UV_OFFLINE=1 UV_FIND_LINKS=/wheels
fi
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore UV_PYTHON_DOWNLOADS=never
