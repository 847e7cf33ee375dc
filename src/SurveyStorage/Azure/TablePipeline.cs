using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace SurveyStorage.Azure;

/// <summary>The pipeline of one storage account: makes requests with the headers that all of them carry, and sends them.</summary>
internal sealed class TablePipeline
{
    private readonly HttpPipeline _pipeline;

    public TablePipeline(Uri endpoint, HttpPipelinePolicy authentication, TableClientOptions options)
    {
        Endpoint = endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/');
        _pipeline = HttpPipelineBuilder.Build(new HttpPipelineOptions(options)
        {
            PerRetryPolicies = { authentication },
            RequestFailedDetailsParser = new TableErrorParser(),
        });
    }

    /// <summary>Without a slash at its end.</summary>
    public string Endpoint { get; }

    public HttpMessage CreateMessage(RequestMethod method, string address)
    {
        var message = _pipeline.CreateMessage();
        var request = message.Request;
        request.Method = method;
        request.Uri.Reset(new Uri(address));
        request.Headers.SetValue("x-ms-version", TableClientOptions.ServiceVersion);
        request.Headers.SetValue("DataServiceVersion", "3.0");
        request.Headers.SetValue("Accept", "application/json;odata=minimalmetadata");
        return message;
    }

    /// <exception cref="RequestFailedException">No answer after all tries, or one that is not a success.</exception>
    public async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        await _pipeline.SendAsync(message, cancellationToken);
        var response = message.Response;
        return response.IsError ? throw new RequestFailedException(response) : response;
    }
}
