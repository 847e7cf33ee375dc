using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;

namespace SurveyFunctions.Hosting.Worker;

/// <summary>
/// Binds a function's cancellation token before anything else can: the host sends the query and the members of a JSON body by name, and one
/// that is called like the parameter would be taken for it, and fail. Of a request it is cancelled when the client has gone.
/// </summary>
internal sealed class CancellationTokens : IInputConverter
{
    private static readonly ValueTask<ConversionResult> Unhandled = new(ConversionResult.Unhandled());

    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context) => context.TargetType == typeof(CancellationToken)
        ? new(ConversionResult.Success(context.FunctionContext.GetHttpContext()?.RequestAborted ?? context.FunctionContext.CancellationToken))
        : Unhandled;
}
